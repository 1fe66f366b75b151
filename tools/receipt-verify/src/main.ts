import { runCli } from './run-cli.js';

const { exitCode, output } = await runCli(process.argv.slice(2));
(exitCode === 2 ? process.stderr : process.stdout).write(output);
process.exitCode = exitCode;
