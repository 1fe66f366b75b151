import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnSharingRequest, entryPublished, interfaceRegistered, readInterfaceCall, submitSharingRequest, takePermits, type InterfaceRegistered } from '@gongshu/contracts';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, naturalResources, provinceAuthority, reasonsToAsk } = hebei;

describe('how an interface behind an entry is called', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(sharingService, { startAt: '2026-09-24T09:00:00+08:00' });
  });
  afterAll(() => t.stop());

  it('is told with the permit by its version, and read once for it; a version that was replaced is no more', async () => {
    const entry = publishedEntry(partyOf(naturalResources), { aggregation: 'LOGICAL', sharingType: 'UNCONDITIONAL' });
    await t.announce(entryPublished, entry.id, entry);
    const interfaceId = randomUUID();
    const version = async (number: number, differs: Partial<InterfaceRegistered>): Promise<void> => {
      await t.announce(interfaceRegistered, entry.id, { entryId: entry.id, url: 'http://provider.example/rows', interfaceId, version: number, ...differs });
      await t.eventually(async () => (await t.query('SELECT 1 FROM data_source JOIN shareable_entry ON id = entry_id WHERE entry_id = $1 AND interface_version = $2', [entry.id, number])).length === 1);
    };
    await version(1, { timeoutMilliseconds: 500, idempotent: true, parameters: [{ ours: 'limit', theirs: 'size' }], parameterSchema: '{}' });
    const { id } = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk }, civilAffairs);
    const { grantId } = await t.ask(actOnSharingRequest, { id, act: 'deliver' }, provinceAuthority);
    const ask = { token: await t.issuers.token(civilAffairs), grantId: String(grantId), scenario: reasonsToAsk.applicationScenario, form: 'ROWS', traceparent: 'x' };
    expect((await t.ask(takePermits, { asks: [ask] })).answers).toMatchObject([{ source: { kind: 'LOGICAL', url: 'http://provider.example/rows', interfaceId, interfaceVersion: 1 } }]);
    expect(await t.ask(readInterfaceCall, { interfaceId, version: 1 })).toEqual({ timeoutMilliseconds: 500, idempotent: true, parameters: [{ ours: 'limit', theirs: 'size' }], parameterSchema: '{}' });
    await version(2, {});
    expect((await refusal(t.ask(readInterfaceCall, { interfaceId, version: 1 }))).definition.code).toBe('sharing/no-source');
    // Of what nobody has said, the careful answer: not repeated.
    expect(await t.ask(readInterfaceCall, { interfaceId, version: 2 })).toEqual({ timeoutMilliseconds: 30_000, idempotent: false, parameters: [], parameterSchema: null });
  });
});
