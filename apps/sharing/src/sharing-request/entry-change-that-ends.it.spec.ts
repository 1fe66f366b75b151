import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest,
  entryPublished,
  entryWithdrawn,
  getGrant,
  getSharingRequest,
  grantSuspended,
  requestEntryChanged,
  submitSharingRequest,
  versionCompleted,
  type EntryPublished,
} from '@gongshu/contracts';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, education, naturalResources, reasonsToAsk } = hebei;
const DEFAULT_PACK = join(import.meta.dirname, '../../../../libs/regulation/packs/default.yaml');

/* The platform's own rules, but for what becomes of requests and grants when their entry is shared less. */
const PACK = `
id: strict
version: "1"
title: { zh: "某市办法", en: Measures of an invented city }
jurisdiction: { division: "130000", zh: "某市", en: Invented }
status: draft
inForceFrom: null
inForceTo: null
parent: default@1
articles: { "6": 目录变更后终止共享 }
parameters:
  sharing.typeChange.running: { value: END, article: "6", status: text, quote: "目录变更的,终止共享" }
`;

describe('an entry that is shared less, where the regulation ends what runs on it', () => {
  let t: TestService;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongshu-packs-'));
    await Promise.all([copyFile(DEFAULT_PACK, join(folder, 'default.yaml')), writeFile(join(folder, 'strict.yaml'), PACK)]);
    t = await startTestService(sharingService, { node: { code: '130000', name: '某市', level: 'PROVINCE', pack: 'strict' }, settings: { PACKS_DIRECTORY: folder } });
  });
  afterAll(async () => {
    await t.stop();
    await rm(folder, { recursive: true });
  });

  /** An entry with a request that runs, and another that holds a grant. */
  async function underWay(): Promise<{ entry: EntryPublished; running: string; holding: string; grantId: string }> {
    const entry = publishedEntry(partyOf(naturalResources));
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
    const { id: running } = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, civilAffairs);
    const { id: holding } = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, education);
    const { grantId } = await t.ask(actOnSharingRequest, { id: holding, act: 'agree' }, naturalResources);
    return { entry, running, holding, grantId: String(grantId) };
  }
  const told = (id: string) => t.eventually(() => t.seen(requestEntryChanged).find(({ data }) => data.id === id)?.data);

  it.each<[string, (entry: EntryPublished) => Promise<unknown>, string | null]>([
    ['is not shared any more', (entry) => t.announce(entryPublished, entry.id, { ...entry, version: 2, sharingType: 'NOT_SHARED' }), 'NOT_SHARED'],
    ['is withdrawn', (entry) => t.announce(entryWithdrawn, entry.id, { id: entry.id, node: entry.node, version: 1, withdrawnAt: '2026-03-02T01:00:00.000Z' }), null],
  ])('when it %s closes the running request and terminates the living grant, citing the article, and tells both', async (_what, change, typeNow) => {
    const { entry, running, holding, grantId } = await underWay();
    await change(entry);
    expect(await told(running)).toMatchObject({ requester: { id: 'civil-affairs' }, typeNow, outcome: 'ENDED', grantId: null, article: '6' });
    expect(await told(holding)).toMatchObject({ requester: { id: 'education' }, typeNow, outcome: 'ENDED', grantId, article: '6' });
    const closed = await t.ask(getSharingRequest, { id: running }, civilAffairs);
    expect(closed).toMatchObject({ state: 'CLOSED', grantId: null, step: { ended: true, dueOn: null, acts: [] } });
    expect(closed.history.at(-1)).toMatchObject({ act: 'close', from: 'PROVIDER_REPLY', to: 'CLOSED', article: '6' });
    expect(await t.query('SELECT 1 FROM timer WHERE key = $1', [running])).toEqual([]);
    expect((await refusal(t.ask(actOnSharingRequest, { id: running, act: 'agree' }, naturalResources))).definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
    expect(await t.ask(getGrant, { id: grantId }, education)).toMatchObject({ state: 'TERMINATED' });
    await t.eventually(() => t.seen(grantSuspended).some(({ data }) => data.id === grantId && data.state === 'TERMINATED' && data.article === '6'));
  });

  it('goes on where it is shared more than before', async () => {
    const { entry, running, grantId } = await underWay();
    await t.announce(entryPublished, entry.id, { ...entry, version: 2, sharingType: 'UNCONDITIONAL' });
    expect(await told(running)).toMatchObject({ typeNow: 'UNCONDITIONAL', outcome: 'CONTINUES' });
    expect(await t.ask(getGrant, { id: grantId }, education)).toMatchObject({ state: 'ACTIVE' });
    expect((await t.ask(actOnSharingRequest, { id: running, act: 'agree' }, naturalResources)).state).toBe('PROVIDED');
  });
});
