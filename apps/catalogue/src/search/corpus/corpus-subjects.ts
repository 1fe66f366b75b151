import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One subject of a branch of administration: what an entry is about. */
export interface CorpusSubject {
  readonly branch: string;
  /** The branch's organisations: the province's and a city's. */
  readonly names: readonly [string, string];
  readonly kind: SubjectKind;
  /** What several subjects have in common, for example 婚姻登记. */
  readonly thing: string;
  readonly name: string;
}
export type SubjectKind = 'person' | 'company' | 'vehicle' | 'thing';

type BranchesFile = Readonly<Record<string, { readonly names: readonly [string, string]; readonly subjects: Readonly<Record<string, string>> }>>;

const FILE = new URL('../../../search/corpus-subjects.yaml', import.meta.url);

/** The 600 subjects, branch by branch. */
export function loadCorpusSubjects(): CorpusSubject[] {
  return Object.entries(parse(readFileSync(FILE, 'utf8')) as BranchesFile).flatMap(([branch, { names, subjects }]) =>
    Object.entries(subjects).flatMap(([key, list]) => {
      const [kind = '', thing = ''] = key.split(' ');
      return list.split(', ').map((name) => ({ branch, names, kind: kind as SubjectKind, thing, name: name.replace('+', thing) }));
    }),
  );
}
