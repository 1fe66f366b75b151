import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientRegistered, findOrganisations, getTokenIssuers, issueToken, neighbourChanged, organisationRegistered, registerClient, registerOrganisation, revokeClient } from '@gongshu/contracts';
import { refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { identityService } from './index.js';

const naturalResources = { id: '130000-natural-resources', name: '河北省自然资源厅', level: 'PROVINCE', division: '130000', uscc: '11130000MB00000090', kind: 'GOVERNMENT_DEPARTMENT' };

describe('identity', () => {
  let t: TestService;
  let operatorToken: string;
  /** A party whose token was issued by the service itself. */
  const asOperator = async <T>(work: (token: string) => Promise<T>): Promise<T> => work(operatorToken);

  beforeAll(async () => {
    t = await startTestService(identityService, { settings: { OPERATOR_SECRET: 'operator-secret' } });
    operatorToken = (await t.ask(issueToken, { grant_type: 'client_credentials', client_id: 'platform-operator', client_secret: 'operator-secret' })).access_token;
  });
  afterAll(async () => {
    await t.stop();
  });

  it('registers an organisation and announces it once for a repeated key', async () => {
    await asOperator((token) => t.askWithToken(registerOrganisation, naturalResources, token, { idempotencyKey: 'first' }));
    await asOperator((token) => t.askWithToken(registerOrganisation, naturalResources, token, { idempotencyKey: 'first' }));
    await t.eventually(() => t.seen(organisationRegistered).length === 1);
    const page = await t.askWithToken(findOrganisations, {}, operatorToken);
    expect(page.items).toContainEqual(naturalResources);
  });

  it('refuses the same key for another organisation', async () => {
    const problem = await refusal(t.askWithToken(registerOrganisation, { ...naturalResources, name: '另一机构' }, operatorToken, { idempotencyKey: 'first' }));
    expect(problem.definition.code).toBe('state/idempotency-key-reused');
  });

  it.each([
    [{ uscc: '11130000MB00000091' }, '/uscc'],
    [{ division: '370000' }, '/division'],
  ])('refuses %j with a pointer', async (fault, pointer) => {
    const problem = await refusal(t.askWithToken(registerOrganisation, { ...naturalResources, ...fault }, operatorToken));
    expect(problem.definition.status).toBe(422);
    expect(problem.parts.errors?.[0]?.pointer).toBe(pointer);
  });

  it('names every field at fault', async () => {
    const problem = await refusal(t.askWithToken(registerOrganisation, { id: 'X', name: '', level: 'MOON', extra: 1 } as never, operatorToken));
    expect(problem.definition.code).toBe('input/invalid');
    expect(new Set(problem.parts.errors?.map(({ pointer }) => pointer))).toEqual(new Set(['/id', '/name', '/level', '/division', '/uscc', '/kind', '/extra']));
  });

  it('issues a token that says who acts for whom, and refuses a wrong secret, an unknown client and another grant type', async () => {
    await t.askWithToken(registerOrganisation, naturalResources, operatorToken);
    const { clientSecret } = await t.askWithToken(registerClient, { clientId: 'compiler', organisationId: naturalResources.id, roles: ['DATA_ADMINISTRATOR'] }, operatorToken);
    const { access_token: token, expires_in: seconds } = await t.ask(issueToken, { grant_type: 'client_credentials', client_id: 'compiler', client_secret: clientSecret });
    expect(seconds).toBe(600);
    expect(decodeJwt(token)).toMatchObject({ sub: 'compiler', org: naturalResources.id, division: '130000', roles: ['DATA_ADMINISTRATOR'], iss: 'urn:gongshu:node:130000' });
    for (const wrong of [{ client_id: 'compiler', client_secret: 'wrong' }, { client_id: 'nobody', client_secret: clientSecret }]) {
      expect((await refusal(t.ask(issueToken, { grant_type: 'client_credentials', ...wrong }))).definition.code).toBe('identity/invalid-client');
    }
    expect((await refusal(t.ask(issueToken, { grant_type: 'password' }))).definition.code).toBe('identity/unsupported-grant-type');
    const basic = Buffer.from(`compiler:${clientSecret}`).toString('base64');
    expect((await t.ask(issueToken, { grant_type: 'client_credentials', basic })).token_type).toBe('Bearer');
  });

  it('rotates a secret, and gives a revoked client no token', async () => {
    const old = await t.askWithToken(registerClient, { clientId: 'rotating', organisationId: naturalResources.id, roles: ['AUDITOR'] }, operatorToken);
    const fresh = await t.askWithToken(registerClient, { clientId: 'rotating', organisationId: naturalResources.id, roles: ['AUDITOR'] }, operatorToken);
    const token = (secret: string): Promise<unknown> => t.ask(issueToken, { grant_type: 'client_credentials', client_id: 'rotating', client_secret: secret });
    expect((await refusal(token(old.clientSecret))).definition.status).toBe(401);
    await token(fresh.clientSecret);
    await t.askWithToken(revokeClient, { clientId: 'rotating' }, operatorToken);
    expect((await refusal(token(fresh.clientSecret))).definition.status).toBe(401);
    const announced = await t.eventually(() => t.seen(clientRegistered).find(({ subject }) => subject === 'rotating'));
    expect(JSON.stringify(announced)).not.toContain(old.clientSecret);
  });

  it('refuses who has no token, the wrong role, or a token of nobody', async () => {
    expect((await refusal(t.ask(registerOrganisation, naturalResources))).definition.status).toBe(401);
    const { clientSecret } = await t.askWithToken(registerClient, { clientId: 'reader', organisationId: naturalResources.id, roles: ['AUDITOR'] }, operatorToken);
    const { access_token: auditor } = await t.ask(issueToken, { grant_type: 'client_credentials', client_id: 'reader', client_secret: clientSecret });
    expect((await refusal(t.askWithToken(registerOrganisation, naturalResources, auditor))).definition.status).toBe(403);
    const stranger: TestParty = { client: 'x', organisation: 'x', name: 'x', division: '130000', level: 'PROVINCE', roles: ['OPERATOR'], node: '130000' };
    expect((await refusal(t.ask(registerOrganisation, naturalResources, stranger))).definition.status).toBe(401);
    expect((await refusal(t.askWithToken(registerOrganisation, naturalResources, `${auditor.slice(0, -4)}AAAA`))).definition.status).toBe(401);
    t.clock.advance(601_000);
    expect((await refusal(t.askWithToken(findOrganisations, {}, auditor))).definition.status).toBe(401);
    t.clock.advance(-601_000);
  });

  it('accepts a child node’s keys for the child’s territory, and not a parent’s', async () => {
    const keys = (await t.issuers.issuers(['130100', '100000'])).map(({ keys: set }) => set);
    const [child, parent] = keys;
    if (child === undefined || parent === undefined) throw new Error('no keys');
    const hello = { name: '石家庄市', level: 'CITY', gatewayUrl: 'http://127.0.0.1:8090' };
    await t.announce(neighbourChanged, '130100', { ...hello, node: '130100', relation: 'CHILD', issuer: 'urn:gongshu:node:130100', tokenKeys: child });
    await t.announce(neighbourChanged, '100000', { ...hello, node: '100000', relation: 'PARENT', issuer: 'urn:gongshu:node:100000', tokenKeys: parent });
    const { issuers } = await t.eventually(async () => {
      const answer = await t.ask(getTokenIssuers, {}, undefined, { as: 'all' });
      return answer.issuers.length > 1 ? answer : undefined;
    });
    expect(issuers.map(({ node }) => node)).toEqual(['130000', '130100']);
    const county: TestParty = { client: 'c', organisation: 'c', name: 'c', division: '130123', level: 'COUNTY', roles: ['OPERATOR'], node: '130100' };
    expect((await refusal(t.ask(findOrganisations, {}, county))).definition.status).toBe(403);
    expect((await refusal(t.ask(findOrganisations, {}, { ...county, division: '130200' }))).definition.status).toBe(401);
  });
});
