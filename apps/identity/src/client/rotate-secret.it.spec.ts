import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSecretRotated, findOrganisations, issueToken, registerClient, revokeClient, rotateClientSecret } from '@gongshu/contracts';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

describe('a client’s secret', () => {
  let office: IdentityOffice;
  let serial = 0;

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' });
    await office.register('bureau');
  });
  afterAll(() => office.stop());

  const token = (clientId: string, secret: string) => office.t.ask(issueToken, { grant_type: 'client_credentials', client_id: clientId, client_secret: secret });
  const opens = (clientId: string, secret: string): Promise<boolean> => token(clientId, secret).then(() => true, async (error: unknown) => (await refusal(Promise.reject(error as Error))).definition.status !== 401);
  const register = async (clientId: string) => (await office.ask('platform-operator', registerClient, { clientId, organisationId: 'bureau', roles: ['AUDITOR'] })).clientSecret;
  const rotate = (clientId: string, own: { overlapSeconds?: number } = {}) => office.ask('platform-operator', rotateClientSecret, { clientId, ...own });
  async function fresh(): Promise<{ clientId: string; first: string }> {
    serial += 1;
    const clientId = `system-${String(serial)}`;
    return { clientId, first: await register(clientId) };
  }

  it('is rotated with an overlap: both are valid until the stated time, then the new one alone, and tokens live on', async () => {
    const { clientId, first } = await fresh();
    const held = (await token(clientId, first)).access_token;
    const { clientSecret: second, formerValidUntil } = await rotate(clientId, { overlapSeconds: 300 });
    expect(Date.parse(formerValidUntil ?? '') - office.t.clock.now()).toBe(300_000);
    expect([await opens(clientId, first), await opens(clientId, second)]).toEqual([true, true]);
    await office.t.askWithToken(findOrganisations, {}, held);
    office.t.clock.advance(300_000);
    expect([await opens(clientId, first), await opens(clientId, second)]).toEqual([false, true]);
    const event = await office.t.eventually(() => office.t.seen(clientSecretRotated).find(({ subject }) => subject === clientId));
    expect(JSON.stringify(event)).not.toMatch(new RegExp(`${first}|${second}`));
  });

  it('is one of two at most: the next rotation ends the one before the last, and an overlap of nothing the last', async () => {
    const { clientId, first } = await fresh();
    const second = (await rotate(clientId)).clientSecret;
    const third = (await rotate(clientId)).clientSecret;
    expect(await Promise.all([first, second, third].map((secret) => opens(clientId, secret)))).toEqual([false, true, true]);
    const { clientSecret: fourth, formerValidUntil } = await rotate(clientId, { overlapSeconds: 0 });
    expect(formerValidUntil).toBeNull();
    expect(await Promise.all([second, third, fourth].map((secret) => opens(clientId, secret)))).toEqual([false, false, true]);
  });

  it('ends with the client, former one included, and does not come back with it', async () => {
    const { clientId, first } = await fresh();
    const second = (await rotate(clientId)).clientSecret;
    await office.ask('platform-operator', revokeClient, { clientId });
    expect([await opens(clientId, first), await opens(clientId, second)]).toEqual([false, false]);
    expect((await refusal(rotate(clientId))).definition.status).toBe(404);
    const third = await register(clientId);
    expect(await Promise.all([first, second, third].map((secret) => opens(clientId, secret)))).toEqual([false, false, true]);
  });

  it('is rotated by an operator, for a client that exists, and for a week at most', async () => {
    const { clientId } = await fresh();
    await office.client('auditor', 'bureau', ['AUDITOR']);
    expect((await refusal(office.ask('auditor', rotateClientSecret, { clientId }))).definition.status).toBe(403);
    expect((await refusal(rotate('no-such-client'))).definition.status).toBe(404);
    expect((await refusal(rotate(clientId, { overlapSeconds: 604_801 }))).parts.errors?.[0]?.pointer).toBe('/overlapSeconds');
  });
});
