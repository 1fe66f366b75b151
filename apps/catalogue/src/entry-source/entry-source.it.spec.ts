import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry, compileEntry, entryHandedIn, entryPublished, getEntry, interfaceBound, interfaceProbed, openEntryChange, versionCompleted, type EntryContent, type EntryView, type Role,
} from '@gongshu/contracts';
import { passedItems, person, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

/** A catalogue under one pack, and the exchange as it tells of data and services. */
class Node {
  private constructor(
    readonly t: TestService,
    readonly pack: string,
    private readonly of: (id: string, role: Role) => TestParty,
  ) {}

  static async start(pack: string, code: string): Promise<Node> {
    const t = await startTestService(catalogueService, { node: { code, name: pack, level: 'CITY', pack } });
    return new Node(t, pack, (id, role) => ({ ...person({ id, name: id, division: code, level: 'CITY', node: code }, role), client: `${id}-${role.toLowerCase().replaceAll('_', '-')}` }));
  }

  /** Compiled and handed in: one act before publication. */
  async handedIn(differs: Partial<EntryContent>): Promise<string> {
    const { id } = await this.t.ask(compileEntry, sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT', ...differs }), this.of('transport', 'DATA_ADMINISTRATOR'));
    await this.submit(id);
    return id;
  }

  submit(id: string): Promise<EntryView> {
    return this.t.ask(actOnEntry, { id, act: 'submit' }, this.of('transport', 'DATA_ADMINISTRATOR'));
  }

  change(id: string): Promise<EntryView> {
    return this.t.ask(openEntryChange, { id, cause: 'ELEMENT_CHANGE', changedOn: '2026-03-02', change: '名称有变' }, this.of('transport', 'DATA_ADMINISTRATOR'));
  }

  publish(id: string): Promise<EntryView> {
    return this.pack === 'fushun' ? this.act(id, 'publish') : this.act(id, 'pass');
  }

  act(id: string, act: 'pass' | 'publish'): Promise<EntryView> {
    const by = act === 'pass' ? this.of('transport', 'CATALOGUE_REVIEWER') : this.of('big-data', 'DATA_AUTHORITY');
    return this.t.ask(actOnEntry, { id, act, ...(act === 'pass' ? { verdicts: passedItems(sampleEntry()) } : {}) }, by);
  }

  async expectRefused(id: string, article: string, code: string): Promise<void> {
    expect(await refusal(this.publish(id))).toMatchObject({ definition: { status: 422, code: 'catalogue/no-source' }, parts: { article: { pack: this.pack, article }, errors: [{ code }] } });
    expect((await this.t.ask(getEntry, { id }, this.of('transport', 'DATA_ADMINISTRATOR'))).publishedAt).toBeNull();
    expect(this.t.seen(entryPublished).map(({ data }) => data.id)).not.toContain(id);
  }

  async uploaded(entryId: string, rows: number): Promise<void> {
    await this.t.announce(versionCompleted, entryId, { entryId, version: 1, rows, digest: '0'.repeat(64), cause: 'UPLOAD' });
    await this.known('entry_source WHERE entry_id = $1 AND row_count = $2', entryId, rows);
  }

  async bound(entryId: string, described = true): Promise<string> {
    const interfaceId = randomUUID();
    await this.t.announce(interfaceBound, entryId, { entryId, interfaceId, described });
    await this.known('entry_source WHERE entry_id = $1 AND interface_id = $2', entryId, interfaceId);
    return interfaceId;
  }

  async probed(entryId: string, interfaceId: string, result: string): Promise<void> {
    await this.t.announce(interfaceProbed, interfaceId, { interfaceId, entryId, result, records: result === 'LOADED' ? 1 : 0 });
    await this.known('interface_probe WHERE entry_id = $1 AND interface_id = $3 AND result = $2', entryId, result, interfaceId);
  }

  private async known(what: string, ...values: readonly unknown[]): Promise<void> {
    await this.t.eventually(async () => (await this.t.query(`SELECT FROM ${what}`, values)).length === 1);
  }
}

describe('what stands behind an entry in fushun', () => {
  let node: Node;
  beforeAll(async () => {
    node = await Node.start('fushun', '210400');
  });
  afterAll(() => node.t.stop());

  it('[FUS-10-6] is a source that has returned a valid record, before the entry is published as shareable', async () => {
    const logical = await node.handedIn({ aggregation: 'LOGICAL' });
    await node.expectRefused(logical, '10', 'no-valid-record');
    const service = await node.bound(logical);
    await node.expectRefused(logical, '10', 'no-valid-record');
    for (const result of ['UNREACHABLE', 'NOT_ROWS', 'INVALID', 'EMPTY']) {
      await node.probed(logical, service, result);
      await node.expectRefused(logical, '10', 'no-valid-record');
    }
    await node.probed(logical, service, 'LOADED');
    const other = await node.bound(logical);
    await node.expectRefused(logical, '10', 'no-valid-record');
    await node.probed(logical, other, 'LOADED');
    expect(await node.publish(logical)).toMatchObject({ state: 'PUBLISHED' });

    const physical = await node.handedIn({ aggregation: 'PHYSICAL' });
    await node.uploaded(physical, 0);
    await node.expectRefused(physical, '10', 'no-valid-record');
    await node.uploaded(physical, 1);
    expect(await node.publish(physical)).toMatchObject({ state: 'PUBLISHED' });
  });

  it('is nothing for an entry that is not shared, and is what stood behind it before for its next version', async () => {
    const hidden = await node.handedIn({ sharingType: 'NOT_SHARED', notSharedBasis: { level: 'LAW', title: '测绘法', article: '四十七' } });
    expect(await node.publish(hidden)).toMatchObject({ state: 'PUBLISHED' });
    const id = await node.handedIn({ aggregation: 'PHYSICAL' });
    await node.uploaded(id, 3);
    await node.publish(id);
    await node.change(id);
    await node.submit(id);
    expect(await node.publish(id)).toMatchObject({ state: 'PUBLISHED', version: 2 });
    // Data in force stay as they are until the next version is.
    expect(node.t.seen(entryHandedIn).filter(({ subject }) => subject === id).map(({ data }) => data.version)).toEqual([1]);
  });
});

describe("what stands behind an entry in ji'an", () => {
  let node: Node;
  beforeAll(async () => {
    node = await Node.start('jian', '360800');
  });
  afterAll(() => node.t.stop());

  it('[JIA-8-2] is a registered interface that can be reached, or an upload', async () => {
    const provisionModes = ['FILE_DOWNLOAD'];
    const byInterface = await node.handedIn({ aggregation: 'LOGICAL', provisionModes });
    await node.expectRefused(byInterface, '8', 'not-accessible');
    await node.uploaded(byInterface, 5);
    await node.expectRefused(byInterface, '8', 'not-accessible');
    const service = await node.bound(byInterface, false);
    await node.probed(byInterface, service, 'UNREACHABLE');
    await node.expectRefused(byInterface, '8', 'not-accessible');
    await node.probed(byInterface, service, 'EMPTY');
    expect(await node.publish(byInterface)).toMatchObject({ state: 'PUBLISHED' });

    const byUpload = await node.handedIn({ aggregation: 'PHYSICAL', provisionModes });
    await node.expectRefused(byUpload, '8', 'not-accessible');
    await node.uploaded(byUpload, 0);
    expect(await node.publish(byUpload)).toMatchObject({ state: 'PUBLISHED' });
  });

  it('[JIA-16-2] is a registered service with description and calling method, for what is provided by interface', async () => {
    for (const aggregation of ['LOGICAL', 'PHYSICAL']) {
      const id = await node.handedIn({ aggregation, provisionModes: ['INTERFACE'] });
      await node.uploaded(id, 1);
      await node.expectRefused(id, '16', 'interface-not-registered');
      await node.bound(id, false);
      await node.expectRefused(id, '16', 'interface-not-registered');
      const service = await node.bound(id, true);
      await node.probed(id, service, 'LOADED');
      expect(await node.publish(id)).toMatchObject({ state: 'PUBLISHED' });
    }
  });
});

describe('what stands behind an entry in liaoning', () => {
  it('is not asked for before publication: no article demands it', async () => {
    const node = await Node.start('liaoning', '210100');
    const id = await node.handedIn({ aggregation: 'LOGICAL', subclass: 'TRANSPORT', provisionModes: ['INTERFACE'] });
    await node.act(id, 'pass');
    expect(await node.act(id, 'publish')).toMatchObject({ state: 'PUBLISHED' });
    await node.t.stop();
  });
});
