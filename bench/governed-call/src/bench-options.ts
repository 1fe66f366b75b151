import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  /** Calls under way at once, one pass each. */
  readonly connections: readonly number[];
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number of at least 1, not "${text}"`);
  return value;
}

export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '5' }, full: { type: 'boolean', default: false } },
  });
  return { rounds: whole('rounds', values.rounds), seconds: whole('seconds', values.seconds), connections: values.full ? [32, 256] : [32] };
}
