import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { configurationOf } from './configuration-of.js';

const [parties, option, target] = process.argv.slice(2);
if (parties === undefined || (option !== undefined && (option !== '--to' || target === undefined))) {
  process.stderr.write('Usage: node tools/nats-configuration/dist/main.js PARTIES.yaml [--to FILE]\nPasswords are read from the environment variables that the parties file names.\n');
  process.exit(2);
}
try {
  const configuration = configurationOf(readFileSync(parties, 'utf8'), process.env);
  if (target === undefined) process.stdout.write(configuration);
  else {
    // A server that reloads in between must find the old file or the new one, never half of one.
    writeFileSync(`${target}.next`, configuration, { mode: 0o600 });
    renameSync(`${target}.next`, target);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
