import { expect } from 'vitest';
import type { EntryContent, EntryView } from '@gongshu/contracts';
import { eventually, passedItems, sampleEntry } from '@gongshu/testing';
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

export async function compileEntry<P extends string>(node: TestNode<P | UsualParty>): Promise<EntryView> {
  const compiled = await node.call('provider', 'POST', '/v1/catalogue-entries', entryContent());
  expect(compiled).toMatchObject({ status: 201, body: { state: 'DRAFT' } });
  return compiled.body as EntryView;
}

/** Compiles and submits: the submitted entry, or the refusal by whichever of the two acts demands what is missing. */
export async function offerEntry<P extends string>(node: TestNode<P | UsualParty>, content: EntryContent): Promise<Reply> {
  const compiled = await node.call('provider', 'POST', '/v1/catalogue-entries', content);
  return compiled.status === 201 ? moveEntry(node, (compiled.body as EntryView).id, 'provider', 'submit') : compiled;
}

/** One act on an entry, by the name the pack has for it. */
export function moveEntry<P extends string>(node: TestNode<P | UsualParty>, id: string, party: P | UsualParty, act: string, body: object = {}): Promise<Reply> {
  return node.call(party, 'POST', `/v1/catalogue-entries/${id}/acts`, { act, ...body });
}

/** Compiles, submits, has reviewed by whomever the pack gives a turn, and publishes. */
export async function publishEntry<P extends string>(node: TestNode<P | UsualParty>): Promise<EntryView> {
  const { id } = await compileEntry(node);
  let entry = (await moveEntry(node, id, 'provider', 'submit')).body as EntryView;
  if (entry.state === 'DEPARTMENT_REVIEW') entry = (await moveEntry(node, id, 'reviewer', 'pass', { verdicts: passedItems(entry) })).body as EntryView;
  if (entry.state === 'AUTHORITY_REVIEW') entry = (await moveEntry(node, id, 'authority', 'publish')).body as EntryView;
  expect(entry).toMatchObject({ state: 'PUBLISHED' });
  return entry;
}

/** The provider's data for a published entry; ready to be asked for, and to be doubted, everywhere at the node. */
export async function provideData<P extends string>(node: TestNode<P | UsualParty>, entryId: string): Promise<void> {
  const uploaded = await eventually(async () => {
    const reply = await node.call('provider', 'POST', `/v1/data-sets/${entryId}/versions`, CSV);
    return reply.status !== 404 && reply;
  });
  expect(uploaded).toMatchObject({ status: 201 });
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

/** The grant can be doubted a moment after it was given. */
export async function grantIsKnown<P extends string>(node: TestNode<P | UsualParty>, grantId: string): Promise<void> {
  await eventually(async () => (await node.query('quality-dispute', 'SELECT 1 FROM held_grant WHERE grant_id = $1', [grantId])).length === 1);
}
