import { authorityNamed, staffChanged } from '@gongshu/contracts';
import type { TestParty } from './parties.js';
import type { TestService } from './test-service.js';

/** Plays identity where a law demands that parties are named: the data authority of the place, and a data administrator of each organisation. Comes back when the service has heard. */
export async function nameParties(t: TestService, place: { readonly code: string; readonly level: string }, departments: readonly TestParty[] = []): Promise<void> {
  const { code, level } = place;
  const duties = ['DATA_ADMINISTRATOR'];
  const told = [
    await t.announce(authorityNamed, code, { division: code, level, organisationId: `${code}-authority` }),
    ...(await Promise.all(departments.map(({ organisation }) => t.announce(staffChanged, organisation, { organisationId: organisation, personId: 'administrator', change: 'NAMED', duties, held: duties })))),
  ];
  await t.eventually(async () => (await t.query('SELECT 1 FROM inbox WHERE event_id = ANY($1::uuid[])', [told.map(({ id }) => id)])).length === told.length);
}
