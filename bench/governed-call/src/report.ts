import { median, spread, type Measurement } from '@gongshu/bench-platform';

function cpu(measurements: readonly Measurement[], part: 'during' | 'after'): string {
  const names = Object.keys(measurements[0]?.[part] ?? {});
  const figures = names.map((name) => [name, median(measurements.map((measurement) => measurement[part][name] ?? Number.NaN))] as const);
  return figures.map(([name, own]) => `${name} ${own.toFixed(0)}`).join(', ');
}

/** One measurement, as it comes in. */
export function lineOf({ variant, perSecond, p50Milliseconds, p99Milliseconds, non2xx, socketErrors, foreign }: Measurement): string {
  const errors = non2xx + socketErrors === 0 ? '' : `  NON-2XX ${String(non2xx)}, SOCKET ERRORS ${String(socketErrors)}`;
  return `  ${variant.padEnd(14)} ${perSecond.toFixed(0).padStart(7)}/s  p50 ${p50Milliseconds.toFixed(2)} ms  p99 ${p99Milliseconds.toFixed(2)} ms  foreign ${foreign.toFixed(2)} CPU${errors}`;
}

/** Medians of the rounds; ratios are taken within each round first. */
export function summary(rounds: readonly (readonly Measurement[])[], governed: string): string[] {
  const names = [...new Set(rounds.flat().map(({ variant }) => variant))];
  const of = (round: readonly Measurement[], name: string): Measurement | undefined => round.find(({ variant }) => variant === name);
  const ratio = (name: string, value: (measurement: Measurement) => number): number[] =>
    rounds.flatMap((round) => {
      const [own, other] = [of(round, governed), of(round, name)];
      return own === undefined || other === undefined ? [] : [value(own) / value(other)];
    });
  const lines = names
    .filter((name) => name !== governed)
    .map((name) => `  ${governed} / ${name}: throughput ${spread(ratio(name, ({ perSecond }) => perSecond), 2)}, p99 ${spread(ratio(name, ({ p99Milliseconds }) => p99Milliseconds), 1)}`);
  for (const name of names) {
    const own = rounds.flatMap((round) => of(round, name) ?? []);
    lines.push(
      `  ${name}: ${spread(own.map(({ perSecond }) => perSecond), 0)} /s, p50 ${spread(own.map(({ p50Milliseconds }) => p50Milliseconds), 2)} ms, p99 ${spread(own.map(({ p99Milliseconds }) => p99Milliseconds), 2)} ms`,
      `    CPU µs/request: ${cpu(own, 'during')}; left over: ${cpu(own, 'after')}, done after ${spread(own.map(({ settled }) => settled), 1)} s`,
      `    non-2xx ${String(own.reduce((sum, { non2xx }) => sum + non2xx, 0))} of ${String(own.reduce((sum, { requests }) => sum + requests, 0))}, socket errors ${String(own.reduce((sum, { socketErrors }) => sum + socketErrors, 0))}, foreign CPU ${spread(own.map(({ foreign }) => foreign), 2)}`,
    );
  }
  return lines;
}
