import { exchangeProblems, Problem, type InterfaceContent } from '@gongshu/contracts';
import type { EffectivePack, EffectiveParameter } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';
import { termsOf, type Interface, type InterfaceTerms } from './interface.js';
import { checkMapping } from './openapi-document.js';
import { parameterSchemaOf } from './parameter-schema.js';

const PLATFORM_ONLY = 'exchange.platformOnly';
const RESTRICTION_BASIS = 'interface.restrictionBasis';
const MAINTAINED = 'interface.maintained';

function refuse({ source }: EffectiveParameter, pointer: string, code: string, detail: { readonly zh: string; readonly en: string }): Problem {
  return new Problem(exchangeProblems.refusedByLaw, { article: citation(source), detail, errors: [{ pointer, code, detail: detail.en }] });
}

/**
 * What the law demands of a service that is registered: that sharing passes the platform (fushun 18, jian 7), that no technical requirement obstructs it unless a law or administrative
 * regulation says so (hebei 32), and that somebody maintains it (jian 10).
 *
 * @throws Problem `exchange/refused-by-law` with the article
 */
export function lawfulTerms(pack: EffectivePack, { access, restrictions, legalBasis, maintainer }: InterfaceTerms): void {
  const platformOnly = optionalParameter(pack, PLATFORM_ONLY);
  if (platformOnly?.value === true && access === 'DIRECT') {
    throw refuse(platformOnly, '/access', 'platform-only', { zh: '部门之间的数据共享应当通过平台进行,不得登记点对点接口', en: 'Departments share through the platform: an interface that bypasses it is not registered' });
  }
  const basis = optionalParameter(pack, RESTRICTION_BASIS);
  const admitted = typeof basis?.value === 'object' ? basis.value : null;
  if (basis !== undefined && admitted !== null && restrictions.length > 0 && (legalBasis === null || !admitted.includes(legalBasis.level))) {
    throw refuse(basis, legalBasis === null ? '/legalBasis' : '/legalBasis/level', 'restriction-without-basis', {
      zh: '影响数据共享的技术要求须有法律、行政法规依据', en: 'A technical requirement that obstructs sharing needs a basis in a law or administrative regulation',
    });
  }
  const maintained = optionalParameter(pack, MAINTAINED);
  if (maintained?.value === true && maintainer === null) {
    throw refuse(maintained, '/interfaceId', 'maintainer-missing', { zh: '服务接口应当先登记维护责任人', en: 'A service is registered with its maintainer first (POST /v1/interfaces)' });
  }
}

/** What a provider says of its service, as it will be kept. @throws Problem 422 for an address, a document or terms that are not acceptable */
export function lawfulContent(pack: EffectivePack, content: InterfaceContent): Pick<Interface, 'terms' | 'openapi'> {
  const terms = termsOf(content);
  lawfulTerms(pack, terms);
  const openapi = content.openapi ?? null;
  checkMapping(openapi, terms.parameters);
  parameterSchemaOf(openapi, terms.url);
  return { terms, openapi };
}
