/** Milliseconds of each call, and how many came in a second. */
export interface Timing {
  readonly milliseconds: readonly number[];
  readonly perSecond: number;
}

/** Runs work until so many seconds have gone, through all of it and over again, `callers` at a time; at least once through all. */
export async function timed<T>(work: readonly T[], run: (one: T) => Promise<unknown>, seconds: number, callers = 1): Promise<Timing> {
  const milliseconds: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  let next = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < end || next < work.length) {
      const one = work[next++ % work.length];
      if (one === undefined) return;
      const start = performance.now();
      await run(one);
      milliseconds.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { milliseconds, perSecond: (milliseconds.length / (performance.now() - began)) * 1_000 };
}
