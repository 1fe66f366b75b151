import type { Requirement } from './read-requirements.js';

/** A test as it ended; its name is `file > describe > title`. */
export interface EndedTest {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
}

export type ProofStatus = 'proved' | 'failing' | 'not yet';

/** What the tests of a run say of one requirement. A skipped test says nothing and is not listed. */
export interface Proof {
  readonly requirement: Requirement;
  readonly status: ProofStatus;
  /** Names of the tests that carry the id, sorted, each once. */
  readonly tests: readonly string[];
}

export interface UnknownId {
  readonly id: string;
  readonly test: string;
}

/** Whatever begins like an id, so that a misshapen one (`[HEB-19]`, `[HEB-19-2, HEB-19-3]`) is refused as unknown and not passed over. */
const IN_BRACKETS = /\[([A-Z]{3}-\d[^\]]*)\]/g;

function idsIn(name: string): string[] {
  return [...name.matchAll(IN_BRACKETS)].map(([, id = '']) => id);
}

/** One proof per requirement, in the requirements' order, and the ids that are no requirement, each with the test that carries it. */
export function collectProofs(requirements: readonly Requirement[], tests: readonly EndedTest[]): { proofs: Proof[]; unknown: UnknownId[] } {
  const carriers = new Map<string, EndedTest[]>(requirements.map(({ id }) => [id, []]));
  const unknown: UnknownId[] = [];
  for (const test of tests) {
    for (const id of idsIn(test.name)) {
      const known = carriers.get(id);
      if (known === undefined) unknown.push({ id, test: test.name });
      else if (test.state !== 'skipped') known.push(test);
    }
  }
  const proofs = requirements.map((requirement) => {
    const carrying = carriers.get(requirement.id) ?? [];
    return { requirement, status: statusOf(carrying), tests: [...new Set(carrying.map(({ name }) => name))].sort() };
  });
  return { proofs, unknown };
}

function statusOf(ended: readonly EndedTest[]): ProofStatus {
  if (ended.length === 0) return 'not yet';
  return ended.every(({ state }) => state === 'passed') ? 'proved' : 'failing';
}
