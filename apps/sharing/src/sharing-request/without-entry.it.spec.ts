import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { entryPublished, entryWithdrawn, requestMoved, submitSharingRequest, versionCompleted, type SharingRequestView } from '@gongshu/contracts';
import { hebei, partyOf, person, publishedEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { reasonsToAsk } = hebei;

type Node = Readonly<Record<'code' | 'name' | 'level' | 'pack', string>>;
const HEBEI: Node = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' };
const FUSHUN: Node = { code: '210400', name: '抚顺市', level: 'CITY', pack: 'fushun' };
const office = (id: string, { code, level }: Node): TestParty => person({ id, name: id, division: code, level, node: code }, 'DATA_ADMINISTRATOR');

const services: TestService[] = [];
async function atNode(node: Node): Promise<TestService> {
  const t = await startTestService(sharingService, { node });
  services.push(t);
  return t;
}
afterAll(() => Promise.all(services.map((t) => t.stop())));

async function expectNothingCanBeAskedFor(t: TestService, node: Node): Promise<void> {
  const ask = (entryId: string): Promise<SharingRequestView> => t.ask(submitSharingRequest, { entryId, ...reasonsToAsk }, office('requester', node));
  const entry = publishedEntry(partyOf(office('provider', node)));
  // The data are there; what is missing is the entry.
  await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
  for (const unknown of [entry.id, randomUUID()]) await expect(ask(unknown)).rejects.toMatchObject({ definition: { status: 404, code: 'sharing/unknown-entry' }, parts: { errors: [{ pointer: '/entryId' }] } });
  expect(await t.query('SELECT 1 FROM sharing_request')).toEqual([]);
  expect(t.seen(requestMoved)).toEqual([]);

  await t.announce(entryPublished, entry.id, entry);
  await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
  expect(await ask(entry.id)).toMatchObject({ entryId: entry.id });

  await t.announce(entryWithdrawn, entry.id, { id: entry.id, node: entry.node, version: entry.version, withdrawnAt: '2026-03-02T01:00:00.000Z' });
  await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry WHERE id = $1 AND withdrawn', [entry.id])).length === 1);
  await expect(ask(entry.id)).rejects.toMatchObject({ definition: { status: 404 } });
}

describe('without a published entry', () => {
  it('[HEB-9-1] nothing can be asked for in hebei: 404, and nothing is announced or kept', async () => {
    await expectNothingCanBeAskedFor(await atNode(HEBEI), HEBEI);
  });

  it('[FUS-10-1] nothing can be asked for in fushun: 404, and nothing is announced or kept', async () => {
    await expectNothingCanBeAskedFor(await atNode(FUSHUN), FUSHUN);
  });
});
