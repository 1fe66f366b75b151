import { afterEach, describe, expect, it } from 'vitest';
import { actRefused, authorityNamed, entryPublished, staffChanged, submitSharingRequest, type SharingRequestView } from '@gongshu/contracts';
import { hebei, partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

describe('a request is accepted only when those are named who must be', () => {
  let t: TestService;
  afterEach(() => t.stop());

  /** A department of the place, and a request of another one for its data. */
  async function open(code: string, pack: string): Promise<() => Promise<SharingRequestView>> {
    t = await startTestService(sharingService, { node: { code, name: pack, level: 'CITY', pack } });
    const of = (id: string): TestParty => person({ id, name: id, division: code, level: 'CITY', node: code }, 'DATA_ADMINISTRATOR');
    const entry = publishedEntry(partyOf(of('provider')));
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry')).length === 1);
    return () => t.ask(submitSharingRequest, { entryId: entry.id, ...hebei.reasonsToAsk, scope: '全市', columns: ['code', 'name'] }, of('civil-affairs'));
  }

  it('[HEB-5-2] at a city’s node of Hebei the data authority of the city', async () => {
    const submit = await open('130100', 'hebei');
    const problem = await refusal(submit());
    expect(problem.definition).toMatchObject({ code: 'sharing/authority-not-named', status: 409 });
    expect(problem.parts.article).toMatchObject({ pack: 'hebei', article: '5' });
    await t.eventually(() => t.seen(actRefused.sharing).some(({ data }) => data.code === 'sharing/authority-not-named' && data.article === '5'));
    await t.announce(authorityNamed, '130100', { division: '130100', level: 'CITY', organisationId: '130100-authority' });
    expect((await t.eventually(submit)).state).toBe('AUTHORITY_REVIEW');
  });

  it('[JIA-22-3] in Ji’an the department’s data administrator, and no longer when the last one has left', async () => {
    const submit = await open('360800', 'jian');
    const problem = await refusal(submit());
    expect(problem.definition).toMatchObject({ code: 'sharing/administrator-not-named', status: 409 });
    expect(problem.parts.article).toMatchObject({ pack: 'jian', article: '22' });
    const duties = ['DATA_ADMINISTRATOR'];
    const staff = (organisationId: string, change: string, held: string[]) => t.announce(staffChanged, organisationId, { organisationId, personId: 'wang-wei', change, duties, held });
    await staff('education', 'NAMED', duties);
    await staff('civil-affairs', 'NAMED', duties);
    expect((await t.eventually(submit)).state).toBe('AWAITING_WRITTEN_FORM');
    await staff('civil-affairs', 'ENDED', ['SECURITY_LEAD']);
    await t.eventually(async () => (await submit().catch((error: Error) => error.message)).toString().includes('administrator-not-named'));
    expect((await refusal(submit())).definition.status).toBe(409);
  });
});
