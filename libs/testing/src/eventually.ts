import { setTimeout as delay } from 'node:timers/promises';

/** Polls until `probe` answers without throwing (and not undefined or false); the last failure is what the test sees. */
export async function eventually<T>(probe: () => T | Promise<T>, withinMilliseconds = 10_000): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + withinMilliseconds;
  for (;;) {
    let failure: unknown = new Error('the expected state did not come');
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end) throw failure;
    await delay(10);
  }
}
