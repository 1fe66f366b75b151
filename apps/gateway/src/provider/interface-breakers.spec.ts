import { afterEach, describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { Metrics, systemClock, UpstreamFailure } from '@gongshu/service-kit';
import { InterfaceBreakers } from './interface-breakers.js';
import { StatusRefused } from './status-refused.js';

const opened: InterfaceBreakers[] = [];
afterEach(() => {
  for (const breakers of opened.splice(0)) breakers.close();
});

function breakersOf(metrics = new Metrics()): InterfaceBreakers {
  const breakers = new InterfaceBreakers(systemClock, metrics, { least: 4, windowMilliseconds: 10_000, restMilliseconds: 100 });
  opened.push(breakers);
  return breakers;
}

/** How an attempt came out: a word, the kind of its failure, or the status and Retry-After it was refused with. */
async function outcome(breakers: InterfaceBreakers, attempt: () => Promise<unknown>, name = 'a'): Promise<unknown> {
  return breakers.run(name, attempt).catch((error: unknown) => (error instanceof Problem ? [error.definition.status, error.parts.retryAfterSeconds] : error instanceof StatusRefused ? error.status : error instanceof UpstreamFailure ? error.kind : error));
}
const works = (): Promise<string> => Promise.resolve('works');
const fails = (failure: UpstreamFailure) => (): Promise<never> => Promise.reject(failure);
const AWAY = fails(new UpstreamFailure('unreachable', 'away'));

describe('the circuit breaker of an interface', () => {
  it('opens when half of at least some calls fail, for that interface alone, and says so', async () => {
    const metrics = new Metrics();
    const breakers = breakersOf(metrics);
    for (const attempt of [works, works, AWAY, fails(new StatusRefused(503))]) await outcome(breakers, attempt);
    expect(await outcome(breakers, AWAY)).toBe('unreachable');
    let called = false;
    const refused = await outcome(breakers, () => {
      called = true;
      return works();
    });
    expect([refused, called]).toEqual([[503, 1], false]);
    expect(await outcome(breakers, works, 'b')).toBe('works');
    expect(await metrics.registry.metrics()).toMatch(/gongshu_interface_breakers_total\{outcome="opened"\} 1\n.*gongshu_interface_breakers_total\{outcome="refused"\} 1/s);
  });

  it('lets one call try after a while: the others wait for its outcome', async () => {
    const breakers = breakersOf();
    for (let call = 0; call < 4; call += 1) await outcome(breakers, AWAY);
    expect(await outcome(breakers, works)).toEqual([503, 1]);
    let release: () => void = () => undefined;
    let tries = 0;
    const trial = (): Promise<void> => {
      tries += 1;
      return new Promise((resolve) => (release = resolve));
    };
    await expect.poll(() => {
      if (tries === 0) void outcome(breakers, trial);
      return tries;
    }).toBe(1);
    expect(await outcome(breakers, works)).toEqual([503, 1]);
    release();
    await expect.poll(() => outcome(breakers, works)).toBe('works');
  });

  it('stays open when that call fails too', async () => {
    const breakers = breakersOf();
    for (let call = 0; call < 4; call += 1) await outcome(breakers, AWAY);
    await expect.poll(() => outcome(breakers, AWAY)).toBe('unreachable');
    expect(await outcome(breakers, works)).toEqual([503, 1]);
  });

  it('does not hold a caller’s mistakes against the interface', async () => {
    const breakers = breakersOf();
    for (let call = 0; call < 20; call += 1) expect(await outcome(breakers, fails(new StatusRefused(400)))).toBe(400);
    for (let call = 0; call < 20; call += 1) expect(await outcome(breakers, fails(new UpstreamFailure('forbidden-address', 'x')))).toBe('forbidden-address');
    expect(await outcome(breakers, works)).toBe('works');
  });
});
