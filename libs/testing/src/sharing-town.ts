import { entryPublished, submitSharingRequest, versionCompleted, type EntryPublished, type Role } from '@gongshu/contracts';
import type { ServiceDefinition } from '@gongshu/service-kit';
import { nameParties } from './named-parties.js';
import { partyOf, person, type TestParty } from './parties.js';
import { publishedEntry } from './sample-entry.js';
import { startTestService, type TestService } from './test-service.js';

const CONSENT = { level: 'CONSENT', title: '本人同意书', article: '1' };

/** The sharing service of a city with departments that hold grants on each other's unconditional data. */
export class SharingTown {
  private constructor(
    readonly t: TestService,
    private readonly code: string,
    readonly provider: TestParty,
    readonly holder: TestParty,
    readonly bystander: TestParty,
    readonly authority: TestParty,
  ) {}

  static async start(sharing: ServiceDefinition, node: { code: string; name: string; pack: string }, startAt: string): Promise<SharingTown> {
    const place = { ...node, level: 'CITY' };
    const t = await startTestService(sharing, { node: place, startAt });
    const member = (id: string, role: Role): TestParty => person({ id, name: id, division: node.code, level: 'CITY', node: node.code }, role);
    const departments = { provider: member('provider', 'DATA_ADMINISTRATOR'), holder: member('holder', 'DATA_ADMINISTRATOR'), bystander: member('bystander', 'DATA_ADMINISTRATOR') };
    const { provider, holder, bystander } = departments;
    await nameParties(t, place, [provider, holder, bystander]);
    return new SharingTown(t, node.code, provider, holder, bystander, member('authority', 'DATA_AUTHORITY'));
  }

  member(id: string, role: Role): TestParty {
    return person({ id, name: id, division: this.code, level: 'CITY', node: this.code }, role);
  }

  /** An entry of the provider, with data in their first version. */
  async entry(own: Partial<EntryPublished> = {}): Promise<EntryPublished> {
    const entry = publishedEntry(partyOf(this.provider), { sharingType: 'UNCONDITIONAL', ...own });
    await this.t.announce(entryPublished, entry.id, entry);
    await this.completed(entry.id, 1);
    await this.t.eventually(async () => (await this.t.query('SELECT 1 FROM shareable_entry e JOIN data_source s ON s.entry_id = e.id WHERE e.id = $1', [entry.id])).length === 1);
    return entry;
  }

  /** The exchange tells of a new version of the data. */
  async completed(entryId: string, version: number): Promise<void> {
    await this.t.announce(versionCompleted, entryId, { entryId, version, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
  }

  /** The holder obtains the data; answers its grant. */
  async grant({ id: entryId, personalData }: EntryPublished, holder = this.holder): Promise<string> {
    const { grantId } = await this.t.ask(submitSharingRequest, { entryId, dutyBasis: '便民服务', ...(personalData ? { personalBasis: CONSENT } : {}) }, holder);
    return String(grantId);
  }
}
