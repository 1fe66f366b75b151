import { join } from 'node:path';
import { commands } from './commands.js';

// `node tools/launcher/dist/main.js start …`: a command of package.json from what is compiled already; tools/bootstrap.mjs comes here when it has compiled.
const [name = 'start', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  process.stderr.write(`unknown command "${name}"; there are: ${Object.keys(commands).join(', ')}\n`);
  process.exitCode = 1;
} else await command(args, join(import.meta.dirname, '../../..'));
