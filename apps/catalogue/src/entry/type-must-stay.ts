import { Problem, typeChangeProblems, type EntryContent } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';
import type { Entry } from './entry.js';

/** The sharing type of what is published does not change along with a revision: it has a procedure of its own. @throws Problem 409 with the article on tightening */
export function typeMustStay({ change, content: { sharingType } }: Entry, revised: EntryContent, pack: EffectivePack): void {
  if (change === null || revised.sharingType === sharingType) return;
  const tighten = optionalParameter(pack, 'type.tighten');
  throw new Problem(typeChangeProblems.typeByRevision, {
    ...(tighten === undefined ? {} : { article: citation(tighten.source) }),
    errors: [{ pointer: '/sharingType', code: 'own-procedure', detail: 'POST /v1/catalogue-entries/{id}/type-changes' }],
  });
}
