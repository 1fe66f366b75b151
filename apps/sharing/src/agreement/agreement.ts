import type { JsonValue, Party, RowCondition } from '@gongshu/contracts';
import type { DocumentContent } from '@gongshu/service-kit';
import type { AgreementRevision } from './agreement.store.js';

/** What ODRL has no word for is said in the platform's own profile. */
const PROFILE = 'urn:gongshu:odrl:1';
const CONTEXT: JsonValue = ['http://www.w3.org/ns/odrl.jsonld', { gs: `${PROFILE}:` }];

const OPERATORS: Readonly<Record<string, string>> = { EQUALS: 'eq', IN: 'isAnyOf', FROM: 'gteq', TO: 'lteq', STARTS_WITH: 'gs:startsWith' };

type Constraint = Readonly<Record<string, JsonValue>>;

/** The agreement of a grant as an ODRL 2.2 policy; terms of the profile begin with `gs:`. */
export function agreementOf(grantId: string, { revision, terms, articles, since }: AgreementRevision): DocumentContent {
  const target = { '@type': 'AssetCollection', 'source': urn(terms.entryId), 'gs:name': terms.entryName, 'refinement': refinements(terms.columns, terms.rowFilter) };
  return {
    '@context': CONTEXT,
    '@type': 'Agreement',
    'uid': urn(grantId),
    'profile': PROFILE,
    'gs:revision': revision,
    'gs:since': since,
    'assigner': party(terms.provider),
    'assignee': party(terms.requester),
    'permission': [{ target, action: terms.storageAllowed ? ['use', 'archive'] : ['use'], constraint: constraints(terms) }, ...handingOn(target, terms.thirdParties)],
    'prohibition': [
      ...(terms.storageAllowed ? [] : [{ target, action: 'archive' }]),
      // A permission for some is an exception from what holds for all others.
      { target, action: 'distribute', ...(terms.thirdParties.length === 0 ? {} : { constraint: [{ leftOperand: 'recipient', operator: 'isNoneOf', rightOperand: terms.thirdParties }] }) },
    ],
    'gs:articles': articles.map(({ packId, packVersion, article, quote }) => ({ 'gs:pack': packId, 'gs:version': packVersion, 'gs:article': article, 'gs:quote': quote })),
  };
}

function urn(id: string): string {
  return `urn:uuid:${id}`;
}

function party({ id, name, node, division, level }: Party): JsonValue {
  return { '@type': 'Party', 'uid': `urn:gongshu:node:${node}:${id}`, 'gs:name': name, 'gs:division': division, 'gs:level': level };
}

function refinements(columns: readonly string[], rowFilter: readonly RowCondition[]): Constraint[] {
  return [
    { leftOperand: 'gs:column', operator: 'isAnyOf', rightOperand: columns },
    ...rowFilter.map(({ column, operator, values }) => ({ 'leftOperand': 'gs:value', 'gs:column': column, 'operator': OPERATORS[operator] ?? `gs:${operator}`, 'rightOperand': operator === 'IN' ? values : (values[0] ?? '') })),
  ];
}

function constraints({ purpose, dutyBasis, applicationScenario, provisionMode, quota, hours, validFrom, validUntil }: AgreementRevision['terms']): Constraint[] {
  return [
    ...stated('purpose', 'eq', purpose),
    ...stated('gs:applicationScenario', 'eq', applicationScenario),
    ...stated('gs:dutyBasis', 'eq', dutyBasis),
    { leftOperand: 'deliveryChannel', operator: 'eq', rightOperand: `gs:${provisionMode}` },
    { leftOperand: 'dateTime', operator: 'gteq', rightOperand: { '@value': validFrom, '@type': 'xsd:date' } },
    { leftOperand: 'dateTime', operator: 'lteq', rightOperand: { '@value': validUntil, '@type': 'xsd:date' } },
    { leftOperand: 'count', operator: 'lteq', rightOperand: quota.calls },
    ...limit('gs:callsPerDay', quota.callsPerDay),
    ...limit('gs:rows', quota.rows),
    ...limit('gs:rowsPerDay', quota.rowsPerDay),
    ...(hours === null ? [] : [{ leftOperand: 'gs:timeOfDay', operator: 'gs:between', rightOperand: [hours.from, hours.to] }]),
  ];
}

function stated(leftOperand: string, operator: string, rightOperand: string): Constraint[] {
  return rightOperand === '' ? [] : [{ leftOperand, operator, rightOperand }];
}

function limit(leftOperand: string, most: number | null): Constraint[] {
  return most === null ? [] : [{ leftOperand, operator: 'lteq', rightOperand: most }];
}

function handingOn(target: JsonValue, thirdParties: readonly string[]): JsonValue[] {
  return thirdParties.length === 0 ? [] : [{ target, action: 'distribute', constraint: [{ leftOperand: 'recipient', operator: 'isAnyOf', rightOperand: thirdParties }] }];
}
