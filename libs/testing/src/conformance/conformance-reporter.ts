import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSpecification, TestSuite, Vitest } from 'vitest/node';
import { collectProofs, type EndedTest, type UnknownId } from './collect-proofs.js';
import { readRequirements } from './read-requirements.js';
import { conformanceJson, conformanceMarkdown, conformanceSummary } from './render-conformance.js';

/**
 * Matches the requirement ids in the titles of tests with the table of requirements.
 * An id the table does not know fails the run. A run of every test that was not interrupted also writes `conformance.json` and `conformance.md`.
 * Everything at the end happens at once, without waiting: a reporter after this one in the list prints after it.
 */
export class ConformanceReporter implements Reporter {
  /** Titles of this run that carry an unknown id. */
  faults = 0;
  private vitest: Vitest | undefined;
  /** Every test file there is; empty where only some tests of the files are wanted. */
  private files: readonly string[] = [];

  /** Both relative to the root of the run: the table's file, and the folder of what is written. */
  constructor(private readonly places: { readonly requirements: string; readonly output: string }) {}

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    const someTests = this.started.config.testNamePattern !== undefined || specifications.some(({ testLines }) => testLines !== undefined);
    this.files = someTests ? [] : (await this.started.globTestSpecifications()).map(({ moduleId }) => moduleId);
  }

  onTestRunEnd(modules: readonly TestModule[], _unhandled: readonly unknown[], reason: TestRunEndReason): void {
    const { root } = this.started.config;
    const requirements = readRequirements(readFileSync(join(root, this.places.requirements), 'utf8'));
    const { proofs, unknown } = collectProofs(requirements, modules.flatMap((module) => [...module.children.allTests()].map(endedTest)));
    this.refuse(unknown);
    const ran = new Set(modules.map(({ moduleId }) => moduleId));
    const everyTest = this.files.length > 0 && this.files.every((file) => ran.has(file));
    if (!everyTest || reason === 'interrupted') return;
    const output = join(root, this.places.output);
    mkdirSync(output, { recursive: true });
    writeFileSync(join(output, 'conformance.json'), conformanceJson(proofs));
    writeFileSync(join(output, 'conformance.md'), conformanceMarkdown(proofs));
    process.stdout.write(`\n${conformanceSummary(proofs)}\n`);
  }

  private refuse(unknown: readonly UnknownId[]): void {
    this.faults = unknown.length;
    if (unknown.length === 0) return;
    process.exitCode = 1;
    for (const { id, test } of unknown) process.stderr.write(`\n[${id}] is no requirement of ${this.places.requirements}; it stands in the title of\n  ${test}\n`);
  }

  private get started(): Vitest {
    if (this.vitest === undefined) throw new Error('The run has not begun');
    return this.vitest;
  }
}

function endedTest(test: TestCase): EndedTest {
  return { name: `${test.module.relativeModuleId} > ${test.fullName}`, state: stateOf(test) };
}

function stateOf(test: TestCase): EndedTest['state'] {
  const { state } = test.result();
  // A test that is expected to fail passes where the rule does not hold: it proves nothing.
  if (test.options.fails === true) return 'skipped';
  if (state === 'passed' || state === 'failed') return state;
  // The runner calls a test skipped when the preparation of its file or suite failed.
  return prepared(test.parent) ? 'skipped' : 'failed';
}

function prepared(suite: TestSuite | TestModule): boolean {
  return suite.errors().length === 0 && (suite.type === 'module' || prepared(suite.parent));
}
