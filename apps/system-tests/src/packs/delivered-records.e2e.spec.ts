import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryContent, EntryView } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { entryContent, moveEntry, offerEntry, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode, type Reply } from './test-node.js';

const IDENTITY_NUMBER = '130102199003077758';
const ITEMS = [
  { column: 'code', name: '行政区划代码', type: 'TEXT' },
  { column: 'name', name: '居民姓名', type: 'TEXT', personal: true },
  { column: 'identity_number', name: '公民身份号码', type: 'TEXT', personal: true, identifies: 'PERSON' },
];
const CSV = `code,name,identity_number\n130102,张三,${IDENTITY_NUMBER}\n130104,李四,${IDENTITY_NUMBER.replace('7758', '7774')}\n`;
const CONTENT: Partial<EntryContent> = { name: '居民信息', items: ITEMS, personalData: true };
type Mode = 'INTERFACE' | 'FILE_DOWNLOAD';
const ASKED = { ...REQUEST, columns: ['code', 'name'], personalBasis: { level: 'LAW', title: '婚姻登记条例', article: '四' } };

/** A node under one pack on which a department holds a grant for two of the three columns of personal data. */
class Delivery {
  private constructor(
    readonly node: TestNode<UsualParty>,
    readonly entryId: string,
    readonly grantId: string,
    private readonly mode: Mode,
  ) {}

  static async prepare(pack: string, code: string, level: string, mode: Mode = 'INTERFACE'): Promise<Delivery> {
    const node = await TestNode.start({ pack, code, name: pack, level, startAt: '2026-03-02T09:00:00+08:00', parties: USUAL_PARTIES });
    const entryId = ((await offerEntry(node, entryContent({ ...CONTENT, provisionModes: [mode] }))).body as EntryView).id;
    const uploaded = await eventually(async () => {
      const reply = await node.call('provider', 'POST', `/v1/data-sets/${entryId}/versions`, CSV);
      return (reply.body as { code?: string }).code !== 'exchange/no-entry' && reply;
    });
    expect(uploaded).toMatchObject({ status: 201 });
    await Delivery.publish(node, entryId);
    await eventually(async () => (await node.query('sharing', 'SELECT FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entryId])).length === 1);
    return new Delivery(node, entryId, await Delivery.granted(node, entryId), mode);
  }

  /** A submitted entry through its reviews, as soon as the catalogue has heard of the data behind it, which some laws demand. */
  static async publish(node: TestNode<UsualParty>, id: string): Promise<void> {
    const verdicts = ITEMS.map(({ column }) => ({ column, accurate: true, complete: true, compliant: true }));
    const turns: Record<string, readonly ['reviewer' | 'authority', object]> = { DEPARTMENT_REVIEW: ['reviewer', { act: 'pass', verdicts }], AUTHORITY_REVIEW: ['authority', { act: 'publish' }] };
    await eventually(async () => {
      const { state } = (await node.call('provider', 'GET', `/v1/catalogue-entries/${id}`)).body as EntryView;
      const turn = turns[state];
      if (turn !== undefined) await node.call(turn[0], 'POST', `/v1/catalogue-entries/${id}/acts`, turn[1]);
      return state === 'PUBLISHED';
    });
  }

  private static async granted(node: TestNode<UsualParty>, entryId: string): Promise<string> {
    type Request = { id: string; grantId: string | null; step: { acts: string[]; actorParty: string | null } };
    const filed = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId, ...ASKED });
    expect(filed).toMatchObject({ status: 201 });
    let request = filed.body as Request;
    const words: Record<string, object> = { forward: {}, 'record-written-receipt': { writtenReceivedOn: '2026-03-02' }, agree: { reasons: '符合条件' }, deliver: {} };
    while (request.grantId === null) {
      const act = Object.keys(words).find((name) => request.step.acts.includes(name)) ?? 'none';
      const reply = await node.call(request.step.actorParty === 'provider' ? 'provider' : 'authority', 'POST', `/v1/sharing-requests/${request.id}/acts`, { act, ...words[act] });
      expect(reply).toMatchObject({ status: 200 });
      request = reply.body as Request;
    }
    return request.grantId;
  }

  fetch(more: Record<string, string> = {}): Promise<Reply> {
    return this.node.call('requester', 'GET', `/v1/data/${this.grantId}/${this.mode === 'INTERFACE' ? 'rows' : 'file'}?${new URLSearchParams({ scenario: REQUEST.applicationScenario, ...more }).toString()}`);
  }

  /** What the audit log holds, once it has the call. */
  async auditLog(): Promise<string> {
    return eventually(async () => {
      const text = JSON.stringify((await this.node.call('auditor', 'GET', '/v1/audit/entries?limit=200')).body);
      return text.includes('permits-taken') && text.includes('permits-refused') && text;
    });
  }
}

describe('Hebei: what leaves under a grant', () => {
  let delivery: Delivery;
  beforeAll(async () => {
    delivery = await Delivery.prepare('hebei', '130000', 'PROVINCE');
  });
  afterAll(() => delivery.node.stop());

  it('[HEB-36-2] has no personal field outside the granted items, and the audit log has no value at all', async () => {
    expect(await delivery.fetch()).toEqual({ status: 200, body: [{ code: '130102', name: '张三' }, { code: '130104', name: '李四' }] });
    for (const refused of [{ columns: 'identity_number' }, { columns: 'code,identity_number' }]) expect(await delivery.fetch(refused)).toMatchObject({ status: 403, body: { code: 'sharing/outside-grant' } });
    // A filter would tell what the column holds.
    expect(await delivery.fetch({ 'where.identity_number': IDENTITY_NUMBER })).toMatchObject({ status: 422 });
    const log = await delivery.auditLog();
    for (const value of [IDENTITY_NUMBER, '张三']) expect(log).not.toContain(value);
  });

  it('[HEB-34-1] needs a security grade to be published, and is held tighter from the moment the grade is raised', async () => {
    const { node, entryId } = delivery;
    const { securityLevel: _ungraded, ...ungraded } = entryContent(CONTENT);
    expect(await offerEntry(node, ungraded as EntryContent)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/securityLevel' }] } });
    expect(await delivery.fetch()).toMatchObject({ status: 200 });

    expect(await node.call('provider', 'POST', `/v1/catalogue-entries/${entryId}/changes`, { cause: 'OTHER', changedOn: '2026-03-02', change: '定级调整为核心数据' })).toMatchObject({ status: 201 });
    expect(await node.call('provider', 'PUT', `/v1/catalogue-entries/${entryId}`, entryContent({ ...CONTENT, securityLevel: 'CORE' }))).toMatchObject({ status: 200 });
    expect(await moveEntry(node, entryId, 'provider', 'submit')).toMatchObject({ status: 200 });
    await Delivery.publish(node, entryId);
    const refused = await eventually(async () => {
      const reply = await delivery.fetch();
      return reply.status !== 200 && reply;
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'sharing/protected', article: { pack: 'hebei', article: '34' } } });
    expect(await delivery.fetch({ purpose: REQUEST.purpose })).toMatchObject({ status: 200 });
  });
});

describe('Ji’an: what leaves under a grant', () => {
  let delivery: Delivery;
  beforeAll(async () => {
    delivery = await Delivery.prepare('jian', '360800', 'CITY', 'FILE_DOWNLOAD');
  });
  afterAll(() => delivery.node.stop());

  it('[JIA-5-3] has the granted items of a record with private ones, and no others', async () => {
    expect(await delivery.fetch()).toEqual({ status: 200, body: 'code,name\n130102,张三\n130104,李四\n' });
    expect(await delivery.fetch({ columns: 'identity_number' })).toMatchObject({ status: 403, body: { code: 'sharing/outside-grant' } });
  });

  it('[JIA-5-2] has no price: an entry with a fee is refused, as is a request', async () => {
    expect(await offerEntry(delivery.node, { ...entryContent(CONTENT), fee: 100 } as EntryContent)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/fee' }] } });
    expect(await delivery.node.call('requester', 'POST', '/v1/sharing-requests', { entryId: delivery.entryId, ...ASKED, fee: 100 })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/fee' }] } });
  });
});
