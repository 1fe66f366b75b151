import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addInterface, changeInterface, externalUseConsented, grantIssued, grantRestored, grantSuspended, type EventDefinition, type ExternalUseConsented, type GrantChanged, type InterfaceContent, type Party,
} from '@gongshu/contracts';
import { partyOf, person, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';

const CITY = { division: '360800', level: 'CITY', node: '360800' };
const education: TestParty = person({ id: 'education', name: '市教育局', ...CITY }, 'DATA_ADMINISTRATOR');
const civilAffairs: TestParty = person({ id: 'civil-affairs', name: '市民政局', ...CITY }, 'DATA_ADMINISTRATOR');
const provider: Party = { id: 'natural-resources', name: '市自然资源局', ...CITY };

describe('a service for parties outside that passes acquired data on, in jian', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(exchangeService, { node: { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' }, startAt: '2026-03-02T09:00:00+08:00' });
  });
  afterAll(() => t.stop());

  const service = (audience: string, ...sourceEntryIds: string[]): InterfaceContent => ({
    name: '学区查询', description: '按住址查询学区', callMethod: 'GET', url: 'https://schools.example.org/areas', maintainer: { name: '信息中心', unit: '市教育局' }, audience, sourceEntryIds,
  });
  const acquire = async (entryId: string): Promise<GrantChanged> => {
    const grant: GrantChanged = {
      id: randomUUID(), requestId: randomUUID(), entryId, entryName: '地名地址', requester: partyOf(education), provider, ownerNode: '360800', columns: ['code'], state: 'ACTIVE', reasons: null, article: '15',
    };
    await told(grantIssued, grant);
    return grant;
  };
  const told = async <D extends GrantChanged | ExternalUseConsented>(definition: EventDefinition<D>, data: D): Promise<void> => {
    const { id } = await t.announce(definition, data.id, data);
    await t.eventually(async () => (await t.query('SELECT FROM inbox WHERE event_id = $1', [id])).length === 1);
  };
  const consent = (grant: GrantChanged, validUntil: string): Promise<void> => {
    const { id: grantId, entryId, requester } = grant;
    return told(externalUseConsented, { id: randomUUID(), grantId, entryId, requester, provider, columns: ['code'], validFrom: '2026-03-02', validUntil, article: '18' });
  };

  it('[JIA-18-1] is refused with 403 by article 18, unless the provider has consented to the external use', async () => {
    const [entryId, ownEntryId] = [randomUUID(), randomUUID()];
    const grant = await acquire(entryId);
    expect(await refusal(t.ask(addInterface, service('OUTSIDE', ownEntryId, entryId), education))).toMatchObject({
      definition: { status: 403, code: 'exchange/outside-use-not-consented' }, parts: { article: { pack: 'jian', article: '18' }, errors: [{ pointer: '/sourceEntryIds/1', detail: entryId }] },
    });
    const inside = await t.ask(addInterface, service('DEPARTMENTS', entryId), education);
    expect(inside).toMatchObject({ audience: 'DEPARTMENTS' });
    expect(await refusal(t.ask(changeInterface, { id: inside.id, version: 1, ...service('OUTSIDE', entryId) }, education))).toMatchObject({ definition: { status: 403 } });
    expect(await t.ask(addInterface, service('OUTSIDE', entryId), civilAffairs)).toMatchObject({ audience: 'OUTSIDE' });
    await consent(grant, '2026-03-31');
    expect(await t.ask(addInterface, service('OUTSIDE', entryId), education)).toMatchObject({ audience: 'OUTSIDE', sourceEntryIds: [entryId] });
    expect(await t.ask(changeInterface, { id: inside.id, version: 1, ...service('OUTSIDE', entryId) }, education)).toMatchObject({ audience: 'OUTSIDE', version: 2 });
  });

  it('rests on the consent for its time only, and on a grant that is in use', async () => {
    const entryId = randomUUID();
    const grant = await acquire(entryId);
    await consent(grant, '2026-03-10');
    t.clock.travelTo('2026-03-03T09:00:00+08:00');
    await told(grantSuspended, { ...grant, state: 'SUSPENDED' });
    expect(await refusal(t.ask(addInterface, service('OUTSIDE', entryId), education))).toMatchObject({ definition: { status: 403 } });
    t.clock.travelTo('2026-03-04T09:00:00+08:00');
    await told(grantRestored, grant);
    expect(await t.ask(addInterface, service('OUTSIDE', entryId), education)).toMatchObject({ audience: 'OUTSIDE' });
    t.clock.travelTo('2026-03-11T00:00:00+08:00');
    expect(await refusal(t.ask(addInterface, service('OUTSIDE', entryId), education))).toMatchObject({ definition: { status: 403 } });
  });
});
