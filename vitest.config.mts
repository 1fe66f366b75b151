import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './libs/testing/src/closing-line-reporter.ts';

// One run for the whole repository. Files share a worker (no isolation), so that Nest is imported once per worker and not once per file.
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  ssr: { resolve: { conditions: ['@gongshu/source'] } },
  test: {
    include: ['{apps,libs,tools,deploy}/**/*.spec.ts'],
    globalSetup: ['libs/testing/src/global-setup.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', new ClosingLineReporter()],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
