import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actRefused, findOrganisations, getOrganisationCompliance, getTokenIssuers, registerClient, revokeClient, tokensEnded, type RegisterClient } from '@gongshu/contracts';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

describe('rights that end', () => {
  let office: IdentityOffice;

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' });
    await office.register('bureau');
  });
  afterAll(() => office.stop());

  const status = async (token: string): Promise<number> => office.t.askWithToken(findOrganisations, {}, token).then(() => 200, async (error: unknown) => (await refusal(Promise.reject(error as Error))).definition.status);
  const ended = async () => (await office.t.ask(getTokenIssuers, {}, undefined, { as: 'all' })).ended ?? [];

  it('a revoked client’s token is refused at once, not when it expires, and a new one of the client’s holds', async () => {
    await office.client('desk', 'bureau', ['DATA_ADMINISTRATOR']);
    const held = await office.token('desk');
    expect(await status(held)).toBe(200);
    await office.ask('platform-operator', revokeClient, { clientId: 'desk' });
    await office.t.eventually(async () => (await status(held)) === 401);
    expect((await refusal(office.token('desk'))).definition.status).toBe(401);
    await office.client('desk', 'bureau', ['DATA_ADMINISTRATOR']);
    expect(await status(await office.token('desk'))).toBe(200);
    expect(await status(held)).toBe(401);
  });

  it('is told to processes that start afterwards, for as long as the tokens would have lived, and not longer', async () => {
    await office.client('late', 'bureau', ['AUDITOR']);
    await office.ask('platform-operator', revokeClient, { clientId: 'late' });
    expect(await ended()).toContainEqual({ node: '130000', clientId: 'late', generation: 1, until: '2026-03-02T01:10:00.000Z' });
    const held = await office.client('other', 'bureau', ['AUDITOR']).then((client) => office.token(client));
    await office.ask('platform-operator', revokeClient, { clientId: 'other' });
    await office.t.stopService();
    await office.t.startService();
    expect(await status(held)).toBe(401);
    office.t.clock.advance(601_000);
    expect(await ended()).toEqual([]);
    office.t.clock.advance(-601_000);
  });

  it('rotates a secret without ending tokens, and ends those that say what is no longer true', async () => {
    await office.client('rotating', 'bureau', ['DATA_ADMINISTRATOR']);
    const held = await office.token('rotating');
    await office.client('rotating', 'bureau', ['DATA_ADMINISTRATOR']);
    expect(await status(held)).toBe(200);
    await office.client('rotating', 'bureau', ['AUDITOR']);
    await office.t.eventually(async () => (await status(held)) === 401);
  });

  it('keeps a child’s endings, because the child’s tokens are accepted here', async () => {
    await office.t.announce(tokensEnded, 'city-desk', { clientId: 'city-desk', generation: 4, until: '2026-03-02T01:10:00.000Z' }, { node: '130100' });
    await office.t.eventually(async () => (await ended()).some(({ node, clientId, generation }) => node === '130100' && clientId === 'city-desk' && generation === 4));
  });

  it('[HEB-37-2] a contractor does what its scope names and nothing else until its last day, and what it tried beyond is on record', async () => {
    await office.client('builder', 'bureau', ['DATA_ADMINISTRATOR'], { kind: 'CONTRACTOR', scope: ['identity.find-organisations', 'data.rows'], expiresOn: '2026-03-02' });
    const token = await office.token('builder');
    expect(await status(token)).toBe(200);
    const beyond = await refusal(office.t.askWithToken(getOrganisationCompliance, {}, token));
    expect(beyond.definition).toMatchObject({ code: 'access/forbidden', status: 403 });
    const event = await office.t.eventually(() => office.t.seen(actRefused.identity).find(({ actor }) => actor === 'builder'));
    expect(event.data).toMatchObject({ request: 'get-organisation-compliance', code: 'access/forbidden' });
    const midnight = Date.parse('2026-03-03T00:00:00+08:00');
    office.t.clock.travelTo('2026-03-02T23:55:00+08:00');
    expect(Number(decodeJwt(await office.token('builder')).exp) * 1000).toBe(midnight);
    office.t.clock.travelTo('2026-03-03T00:00:01+08:00');
    expect((await refusal(office.token('builder'))).definition.status).toBe(401);
    office.t.clock.travelTo('2026-03-02T09:00:00+08:00');
  });

  it.each<[string, Partial<RegisterClient>, string]>([
    ['a scope', { kind: 'CONTRACTOR', expiresOn: '2026-12-31' }, '/scope'],
    ['acts that exist', { kind: 'CONTRACTOR', scope: ['data.rows', 'data.everything'], expiresOn: '2026-12-31' }, '/scope/1'],
    ['no acts of services among themselves', { kind: 'CONTRACTOR', scope: ['sharing.take-permits'], expiresOn: '2026-12-31' }, '/scope/0'],
    ['a last day', { kind: 'CONTRACTOR', scope: ['data.rows'] }, '/expiresOn'],
    ['a last day to come', { kind: 'CONTRACTOR', scope: ['data.rows'], expiresOn: '2026-03-01' }, '/expiresOn'],
    ['to be a contractor for a scope', { scope: ['data.rows'] }, '/scope'],
    ['to be a contractor for a last day', { expiresOn: '2026-12-31' }, '/expiresOn'],
  ])('a contractor needs %s', async (_what, own, pointer) => {
    const problem = await refusal(office.ask('platform-operator', registerClient, { clientId: 'builder-two', organisationId: 'bureau', roles: ['DATA_ADMINISTRATOR'], ...own }));
    expect([problem.definition.status, problem.parts.errors?.[0]?.pointer]).toEqual([422, pointer]);
  });
});
