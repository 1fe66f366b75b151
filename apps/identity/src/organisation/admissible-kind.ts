import { identityProblems, ORGANISATION_KINDS, Problem, type Organisation } from '@gongshu/contracts';
import type { EffectivePack, EffectiveParameter } from '@gongshu/regulation';
import { citation, optionalList, optionalParameter } from '@gongshu/service-kit';

const article = (parameter: EffectiveParameter | undefined) => (parameter === undefined ? {} : { article: citation(parameter.source) });

/** Kinds that may be sharing parties under a pack: those its text names, and those that follow it by reference. A pack that names none admits every kind. */
export function partyKinds(pack: EffectivePack): readonly string[] {
  if (optionalParameter(pack, 'party.kinds') === undefined) return ORGANISATION_KINDS;
  return [...optionalList(pack, 'party.kinds'), ...optionalList(pack, 'party.kindsByReference')];
}

/**
 * Whether the law lets an organisation of this kind be registered, with the basis it states.
 *
 * @throws Problem that cites the article which does not
 */
export function kindMustBeAdmissible(pack: EffectivePack, { kind, authorisingBasis, area }: Organisation): void {
  if (optionalList(pack, 'party.institutions').includes(kind)) return;
  if (!partyKinds(pack).includes(kind)) {
    throw new Problem(identityProblems.kindNotAdmissible, { ...article(optionalParameter(pack, 'party.kinds')), errors: [{ pointer: '/kind', code: 'not-admissible', detail: kind }], allowed: partyKinds(pack) });
  }
  if (kind === 'AREA_COMMITTEE' && area === undefined) {
    throw new Problem(identityProblems.kindNotAdmissible, {
      ...article(optionalParameter(pack, 'party.kindsByReference')),
      detail: { zh: '管委会应当载明其管理的区域', en: 'A committee states the area it governs' },
      errors: [{ pointer: '/area', code: 'required', detail: 'the area it governs' }],
    });
  }
  if (!optionalList(pack, 'party.basisRequired').includes(kind)) return;
  const levels = optionalList(pack, 'party.basisLevels');
  if (authorisingBasis !== undefined && levels.includes(authorisingBasis.level)) return;
  const pointer = authorisingBasis === undefined ? '/authorisingBasis' : '/authorisingBasis/level';
  throw new Problem(identityProblems.basisRequired, { ...article(optionalParameter(pack, 'party.basisRequired')), errors: [{ pointer, code: 'basis', detail: `one of ${levels.join(', ')}` }], allowed: levels });
}
