import { runCli } from './run-cli.js';

const { env } = process;
// npm runs scripts at the top of the repository; a file is named from where npm was called.
const from = env['npm_lifecycle_event'] === 'pack:check' ? env['INIT_CWD'] : undefined;
// Whoever reads may stop before the end: `| head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const { exitCode, output } = runCli(process.argv.slice(2), { directory: from ?? process.cwd(), locale: env['LANG'] ?? '' });
(exitCode === 2 ? process.stderr : process.stdout).write(output);
process.exitCode = exitCode;
