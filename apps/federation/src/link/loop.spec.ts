import { describe, expect, it } from 'vitest';
import { Loop } from './loop.js';

const never = 3_600_000;

describe('Loop', () => {
  it('runs at once, again while there is more, and when kicked', async () => {
    const results = ['again', 'again', 'rest', 'rest'] as const;
    let rounds = 0;
    let rested: () => void = () => undefined;
    const rest = (): Promise<void> => new Promise((resolve) => (rested = resolve));
    const first = rest();
    const loop = new Loop(() => {
      const result = results[rounds] ?? 'rest';
      rounds += 1;
      if (result === 'rest') rested();
      return Promise.resolve(result);
    }, { pollMilliseconds: never, failed: () => undefined });
    loop.start();
    await first;
    expect(rounds).toBe(3);
    const second = rest();
    loop.kick();
    await second;
    expect(rounds).toBe(4);
    await loop.stop();
  });

  it('does not lose a kick that comes during a round', async () => {
    let rounds = 0;
    const twice = new Promise<void>((resolve) => {
      const loop: Loop = new Loop(() => {
        rounds += 1;
        if (rounds === 1) loop.kick();
        else void loop.stop().then(resolve);
        return Promise.resolve('rest');
      }, { pollMilliseconds: never, failed: () => undefined });
      loop.start();
    });
    await twice;
    expect(rounds).toBe(2);
  });

  it('tries again after a failure, and tells of it', async () => {
    const failures: unknown[] = [];
    let rounds = 0;
    await new Promise<void>((resolve) => {
      const loop: Loop = new Loop(() => {
        rounds += 1;
        if (rounds < 3) return Promise.reject(new Error(String(rounds)));
        void loop.stop().then(resolve);
        return Promise.resolve('rest');
      }, { pollMilliseconds: never, longestBackoffMilliseconds: 1, failed: (error) => failures.push(error) });
      loop.start();
    });
    expect(failures.map(String)).toEqual(['Error: 1', 'Error: 2']);
  });

  it('backs off after a failure whatever is kicked, until it is told to hurry', async () => {
    let rounds = 0;
    let failed: () => void = () => undefined;
    const failure = new Promise<void>((resolve) => (failed = resolve));
    let hurried: () => void = () => undefined;
    const again = new Promise<void>((resolve) => (hurried = resolve));
    const loop = new Loop(() => {
      rounds += 1;
      if (rounds === 1) return Promise.reject(new Error('down'));
      hurried();
      return Promise.resolve('rest');
    }, { pollMilliseconds: never, failed: () => failed() });
    loop.start();
    await failure;
    loop.kick();
    await new Promise(setImmediate);
    expect(rounds).toBe(1);
    loop.hurry();
    await again;
    expect(rounds).toBe(2);
    await loop.stop();
  });
});
