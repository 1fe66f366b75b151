import { exchangeProblems, isCreditCode, isIdentityNumber, Problem, type FieldFault } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalList, optionalParameter } from '@gongshu/service-kit';
import type { Column, ValueFault } from './value-fault.js';

/** What a value has to be besides fitting its type. */
export type Demand = 'PERSON' | 'ORGANISATION' | 'STATED';
export type DemandedColumn = Column & { readonly demand: Demand | null };

const IDENTIFIERS = 'identifiers';
const FEATURES = [['COLLECTION_TIME', 'COLLECTED_AT', 'collected-at-missing'], ['COLLECTION_ADDRESS', 'COLLECTED_PLACE', 'collected-place-missing']] as const;

interface Described {
  readonly columns: readonly Column[];
  readonly personalData: boolean;
}

/**
 * The columns with what the pack demands of records about persons and organisations: that they name whom they are about (jian 13, weihai 11), when and where they were collected (weihai 11).
 * Data are about persons or organisations when an item says so, or when they are personal. Of other data nothing is demanded.
 */
export function demandedColumns(pack: EffectivePack, described: Described): DemandedColumn[] {
  const demanded = demandsOn(pack, described);
  const wanted = FEATURES.filter(([name]) => demanded.includes(name)).map(([, feature]): string => feature);
  return described.columns.map((column) => {
    if (demanded.length === 0) return { ...column, demand: null };
    const identifies = column.identifies === 'PERSON' || column.identifies === 'ORGANISATION' ? column.identifies : null;
    return { ...column, demand: identifies ?? (column.feature !== undefined && wanted.includes(column.feature) ? 'STATED' : null) };
  });
}

/** @throws Problem 422 with the article, when the entry has no item for what every record must say */
export function everyDemandHasItem(pack: EffectivePack, described: Described): void {
  const rule = optionalParameter(pack, IDENTIFIERS);
  const demanded = demandsOn(pack, described);
  if (rule === undefined || demanded.length === 0) return;
  const { columns, personalData } = described;
  const faults: FieldFault[] = [
    ...(personalData && !columns.some(({ identifies }) => identifies === 'PERSON') ? [missing('identifier-missing', 'no item of the entry identifies the person')] : []),
    ...FEATURES.flatMap(([name, feature, code]) => (demanded.includes(name) && !columns.some((column) => column.feature === feature) ? [missing(code, `no item of the entry is ${feature}`)] : [])),
  ];
  if (faults.length > 0) throw new Problem(exchangeProblems.headerMismatch, { article: citation(rule.source), errors: faults });
}

function demandsOn(pack: EffectivePack, { columns, personalData }: Described): readonly string[] {
  return personalData || columns.some(({ identifies }) => identifies !== undefined) ? optionalList(pack, IDENTIFIERS) : [];
}

function missing(code: string, detail: string): FieldFault {
  return { pointer: '/header', code, detail };
}

/** Why a value does not meet its demand; null when it does. Never repeats the value: it may be personal. */
export function demandFault(demand: Demand | null, value: string): ValueFault | null {
  if (demand === 'PERSON' && !isIdentityNumber(value)) return { code: 'identity-number', detail: 'a valid identity number of 18 characters (GB 11643) is expected' };
  if (demand === 'ORGANISATION' && !isCreditCode(value)) return { code: 'credit-code', detail: 'a valid unified social credit code of 18 characters (GB 32100) is expected' };
  if (demand === 'STATED' && value.trim() === '') return { code: 'field-required', detail: 'time and place of collection are stated in every record' };
  return null;
}
