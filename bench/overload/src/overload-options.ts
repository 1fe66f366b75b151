import { parseArgs } from 'node:util';

export interface OverloadOptions {
  readonly seconds: number;
  /** Calls the gateway lets be under way at once. */
  readonly slots: number;
  /** How long the provider takes for an answer: with the slots it sets the peak. */
  readonly delayMilliseconds: number;
  /** Load that is offered, in peaks. */
  readonly times: number;
}

export function readOptions(args: readonly string[]): OverloadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '10' }, slots: { type: 'string', default: '16' }, delay: { type: 'string', default: '40' }, times: { type: 'string', default: '10' } },
  });
  const whole = (name: keyof typeof values): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number of at least 1, not "${values[name]}"`);
    return value;
  };
  return { seconds: whole('seconds'), slots: whole('slots'), delayMilliseconds: whole('delay'), times: whole('times') };
}
