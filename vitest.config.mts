import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './libs/testing/src/closing-line-reporter.ts';
import { ConformanceReporter } from './libs/testing/src/conformance/conformance-reporter.ts';

const conformance = new ConformanceReporter({ requirements: 'docs/requirements.tsv', output: 'docs' });

// One run for the whole repository. Files share a worker (no isolation), so that Nest is imported once per worker and not once per file.
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  ssr: { resolve: { conditions: ['@gongshu/source'] } },
  test: {
    include: ['{apps,libs,tools,deploy}/**/*.spec.ts'],
    globalSetup: ['libs/testing/src/global-setup.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', conformance, new ClosingLineReporter(() => conformance.faults)],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A bound for what never comes, on a machine however busy; nothing is timed.
    expect: { poll: { timeout: 20_000 } },
  },
});
