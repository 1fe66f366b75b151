import { actOnEntry, catalogueProblems, compileEntry, Problem, type EntryContent, type EntryView, type ItemVerdict, type Party, type Role } from '@gongshu/contracts';
import { person, type TestParty } from './parties.js';
import { sampleEntry } from './sample-entry.js';
import { putSourceBehind } from './source-behind.js';
import type { TestService } from './test-service.js';

/** Compiles an entry and takes it through all reviews, whichever the pack has: by a compiler and a reviewer of the provider, and the authority of its level; with a source behind it where the pack demands one. @throws Problem what any act is refused with */
export async function publishEntry(t: TestService, provider: Party, differs: Partial<EntryContent> = {}): Promise<EntryView> {
  const as = (role: Role): TestParty => ({ ...person(provider, role), client: `${provider.id}-${role.toLowerCase().replaceAll('_', '-')}` });
  const authority = person({ ...provider, id: `authority-${provider.division}`, name: '数据主管部门' }, 'DATA_AUTHORITY');
  const { subclass: _noClass, ...sample } = sampleEntry(differs);
  const content: EntryContent = { ...sample, entryClass: 'TOPIC', ...differs };
  const verdicts: ItemVerdict[] = content.items.map(({ column }) => ({ column, accurate: true, complete: true, compliant: true }));
  let entry = await t.ask(compileEntry, content, as('DATA_ADMINISTRATOR'));
  while (!entry.step.ended) {
    const [act] = entry.step.acts.filter((name) => ['submit', 'pass', 'publish'].includes(name));
    if (act === undefined) throw new Error(`nothing to do at ${entry.state}`);
    const by = entry.step.actorParty === 'owner' ? as(entry.step.actorRole as Role) : authority;
    const itemByItem = entry.step.actorRole === 'CATALOGUE_REVIEWER' ? { verdicts } : {};
    const move = (): Promise<EntryView> => t.ask(actOnEntry, { id: entry.id, act, ...itemByItem }, by);
    try {
      entry = await move();
    } catch (error) {
      if (!(error instanceof Problem) || error.definition.code !== catalogueProblems.noSource.code) throw error;
      await putSourceBehind(t, entry.id);
      entry = await move();
    }
  }
  return entry;
}
