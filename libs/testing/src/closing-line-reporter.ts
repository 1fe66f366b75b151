import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one line that a person or a machine can read: `N passed, N failed, N skipped`.
 * A file that could not be loaded or a suite that could not be prepared counts as a failure, and so does each fault another reporter found.
 */
export class ClosingLineReporter implements Reporter {
  constructor(private readonly foundElsewhere: () => number = () => 0) {}

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length + this.foundElsewhere(), skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      for (const suite of [module, ...module.children.allSuites()]) if (suite.errors().length > 0) count.failed += 1;
    }
    process.stdout.write(`\n${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.skipped + count.pending)} skipped\n`);
  }
}
