import { expect } from 'vitest';
import type { EntryContent, EntryView } from '@gongshu/contracts';
import { eventually, passedItems, sampleEntry } from '@gongshu/testing';
import { playedSource } from './played-source.js';
import type { PartyPlan, Reply, TestNode } from './test-node.js';

/** Who is there under every pack. */
export const USUAL_PARTIES = {
  requester: { organisation: 'civil-affairs', roles: ['DATA_ADMINISTRATOR'] },
  provider: { organisation: 'natural-resources', roles: ['DATA_ADMINISTRATOR'] },
  reviewer: { organisation: 'natural-resources', roles: ['CATALOGUE_REVIEWER'] },
  head: { organisation: 'natural-resources', roles: ['PROVIDER_HEAD'] },
  bystander: { organisation: 'education', roles: ['DATA_ADMINISTRATOR'] },
  authority: { organisation: 'data-authority', kind: 'DATA_AUTHORITY', roles: ['DATA_AUTHORITY'] },
  auditor: { organisation: 'audit-office', roles: ['AUDITOR'] },
} as const satisfies Record<string, PartyPlan>;
export type UsualParty = keyof typeof USUAL_PARTIES;

/** What a request states, more than any single pack demands. */
export const REQUEST = { applicationScenario: '婚姻登记核验户籍地', dutyBasis: '婚姻登记条例第四条', purpose: '核验申请人户籍所在行政区划', scope: '婚姻登记机关', columns: ['code', 'name', 'level'] } as const;
/** A law that every pack admits for refusing, unless only state secrets count. */
export const LAW = { level: 'LAW', title: '中华人民共和国测绘法', article: '四十七' } as const;
const CSV = 'code,name,level\n130000,河北省,省\n130123,正定县县,县\n';
export const DOUBT = { doubt: '名称多一字', rows: [{ keyColumn: 'code', key: '130123', column: 'name', observed: '正定县县', expected: '正定县' }] } as const;

/** A conditional entry of a department. */
export function entryContent(differs: Partial<EntryContent> = {}): EntryContent {
  const { subclass: _base, ...content } = sampleEntry({ entryClass: 'TOPIC', ...differs });
  return content;
}

export async function compileEntry<P extends string>(node: TestNode<P | UsualParty>, differs: Partial<EntryContent> = {}): Promise<EntryView> {
  const compiled = await node.call('provider', 'POST', '/v1/catalogue-entries', entryContent(differs));
  expect(compiled).toMatchObject({ status: 201, body: { state: 'DRAFT' } });
  return compiled.body as EntryView;
}

/** Compiles and submits: the submitted entry, or the refusal by whichever of the two acts demands what is missing. */
export async function offerEntry<P extends string>(node: TestNode<P | UsualParty>, content: EntryContent): Promise<Reply> {
  const compiled = await node.call('provider', 'POST', '/v1/catalogue-entries', content);
  return compiled.status === 201 ? moveEntry(node, (compiled.body as EntryView).id, 'provider', 'submit') : compiled;
}

/** One act on an entry, by the name the pack has for it. Where the law lets nothing shareable be published without a source, the provider puts one behind it first. */
export async function moveEntry<P extends string>(node: TestNode<P | UsualParty>, id: string, party: P | UsualParty, act: string, body: object = {}): Promise<Reply> {
  const move = (): Promise<Reply> => node.call(party, 'POST', `/v1/catalogue-entries/${id}/acts`, { act, ...body });
  const reply = await move();
  if (!lacksSource(reply)) return reply;
  await putSourceBehind(node, id);
  return eventually(async () => {
    const again = await move();
    return !lacksSource(again) && again;
  });
}

function lacksSource({ status, body }: Reply): boolean {
  return status === 422 && (body as { code: string }).code === 'catalogue/no-source';
}

async function putSourceBehind<P extends string>(node: TestNode<P | UsualParty>, entryId: string): Promise<void> {
  const { items } = (await node.call('provider', 'GET', `/v1/catalogue-entries/${entryId}`)).body as EntryView;
  const described = { name: '数据服务', description: '数据查询', callMethod: 'GET', maintainer: { name: '信息中心', unit: '信息中心' }, url: await playedSource(items) };
  const { status, body } = await node.call('provider', 'POST', '/v1/interfaces', described);
  expect(status).toBe(201);
  const bound = await eventually(async () => {
    const reply = await node.call('provider', 'PUT', `/v1/data-sets/${entryId}/interface`, { interfaceId: (body as { id: string }).id });
    return reply.status !== 404 && reply;
  });
  expect(bound).toMatchObject({ status: 200 });
}

/** Compiles, submits, has reviewed by whomever the pack gives a turn, and publishes. */
export async function publishEntry<P extends string>(node: TestNode<P | UsualParty>, differs: Partial<EntryContent> = {}): Promise<EntryView> {
  const { id } = await compileEntry(node, differs);
  let entry = (await moveEntry(node, id, 'provider', 'submit')).body as EntryView;
  if (entry.state === 'DEPARTMENT_REVIEW') entry = (await moveEntry(node, id, 'reviewer', 'pass', { verdicts: passedItems(entry) })).body as EntryView;
  if (entry.state === 'AUTHORITY_REVIEW') entry = (await moveEntry(node, id, 'authority', 'publish')).body as EntryView;
  expect(entry).toMatchObject({ state: 'PUBLISHED' });
  return entry;
}

/** A service by which the platform serves what is uploaded, for entries whose law demands one before they are published. */
export async function registerService<P extends string>(node: TestNode<P | UsualParty>): Promise<string> {
  const service = { name: '行政区划查询服务', description: '按代码查询行政区划', callMethod: 'GET,参数 where.code', maintainer: { name: '数据管理员', unit: '信息中心' } };
  const registered = await node.call('provider', 'POST', '/v1/interfaces', service);
  expect(registered).toMatchObject({ status: 201 });
  return (registered.body as { id: string }).id;
}

/** The same as `publishEntry` and `provideData`, where the law demands a service and data before the publication. */
export async function publishSourced<P extends string>(node: TestNode<P | UsualParty>, differs: Partial<EntryContent> = {}): Promise<string> {
  const { id } = await compileEntry(node, { ...differs, interfaceId: await registerService(node) });
  const submitted = await moveEntry(node, id, 'provider', 'submit');
  await uploadRows(node, id);
  await eventually(async () => (await moveEntry(node, id, 'reviewer', 'pass', { verdicts: passedItems(submitted.body as EntryView) })).status === 200);
  await canBeAskedFor(node, id);
  return id;
}

/** The provider's data for a published entry; ready to be asked for, and to be doubted, everywhere at the node. */
export async function provideData<P extends string>(node: TestNode<P | UsualParty>, entryId: string): Promise<void> {
  await uploadRows(node, entryId);
  await canBeAskedFor(node, entryId);
}

export async function uploadRows<P extends string>(node: TestNode<P | UsualParty>, entryId: string): Promise<void> {
  const uploaded = await eventually(async () => {
    const reply = await node.call('provider', 'POST', `/v1/data-sets/${entryId}/versions`, CSV);
    return (reply.body as { code?: string }).code !== 'exchange/no-entry' && reply;
  });
  expect(uploaded).toMatchObject({ status: 201 });
}

export async function canBeAskedFor<P extends string>(node: TestNode<P | UsualParty>, entryId: string): Promise<void> {
  await eventually(async () => (await node.query('sharing', 'SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entryId])).length === 1);
}

/** Corrects the doubted row; answers the version in which it is right, once it can be named in a feedback. */
export async function repairData<P extends string>(node: TestNode<P | UsualParty>, entryId: string): Promise<number> {
  const changes = [{ key: '130123', column: 'name', value: '正定县' }];
  const corrected = await node.call('provider', 'POST', `/v1/data-sets/${entryId}/corrections`, { keyColumn: 'code', changes, reasons: '校核属实' });
  expect(corrected).toMatchObject({ status: 201 });
  const version = (corrected.body as { versions: { version: number }[] }).versions.at(-1)?.version ?? 0;
  await eventually(async () => (await node.query('quality-dispute', 'SELECT 1 FROM known_version WHERE entry_id = $1 AND version = $2', [entryId, version])).length === 1);
  return version;
}

/** Asks for rows under a grant, as the grant allows. */
export function fetchRows<P extends string>(node: TestNode<P | UsualParty>, party: P | UsualParty, grantId: string): Promise<Reply> {
  return node.call(party, 'GET', `/v1/data/${grantId}/rows?${new URLSearchParams({ scenario: REQUEST.applicationScenario }).toString()}`);
}

/** What the audit log has on a subject, by kind. */
export async function auditedKinds<P extends string>(node: TestNode<P | UsualParty>, subject: string): Promise<string[]> {
  const { body } = await node.call('auditor', 'GET', `/v1/audit/entries?limit=200&subject=${subject}`);
  return (body as { items: { type: string }[] }).items.map(({ type }) => type);
}

/** The grant can be doubted a moment after it was given. */
export async function grantIsKnown<P extends string>(node: TestNode<P | UsualParty>, grantId: string): Promise<void> {
  await eventually(async () => (await node.query('quality-dispute', 'SELECT 1 FROM held_grant WHERE grant_id = $1', [grantId])).length === 1);
}
