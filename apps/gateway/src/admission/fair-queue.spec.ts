import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue, type Turn } from './fair-queue.js';

interface Load {
  readonly slots: number;
  readonly waitMilliseconds: number;
  /** Calls a second of each client. */
  readonly offered: readonly number[];
  /** How long a call of a client holds its slot. */
  readonly hold: (client: number) => number;
  readonly milliseconds: number;
}

interface Outcome {
  readonly served: readonly number[];
  readonly late: number;
  readonly refused: number;
  readonly longestQueue: number;
}

/** A call that was young to its end; those that go next. */
function over<C>(queue: FairQueue<C>, name: string, heldMilliseconds: number): Turn<C>[] {
  return [...queue.grownUp(heldMilliseconds), ...queue.end(name, heldMilliseconds)];
}

/** Offers open-loop load to the queue in simulated time: nobody slows down because he is refused. */
function simulate({ slots, waitMilliseconds, offered, hold, milliseconds }: Load): Outcome {
  const queue = new FairQueue<number>({ slots, waitMilliseconds, young: slots });
  const events: { at: number; client: number; ends: boolean }[] = offered.flatMap((perSecond, client) =>
    Array.from({ length: Math.floor((perSecond * milliseconds) / 1_000) }, (_, n) => ({ at: ((n + (client + 1) / (offered.length + 1)) * 1_000) / perSecond, client, ends: false })),
  );
  events.sort((a, b) => a.at - b.at);
  const ends: { at: number; client: number; from: number }[] = [];
  const served = offered.map(() => 0);
  let late = 0;
  let refused = 0;
  let longestQueue = 0;
  const begin = (client: number, at: number): void => {
    ends.push({ at: at + hold(client), client, from: at });
    ends.sort((a, b) => a.at - b.at);
  };
  const finishUntil = (at: number): void => {
    for (let end = ends[0]; end !== undefined && end.at <= at; end = ends[0]) {
      ends.shift();
      served[end.client] = (served[end.client] ?? 0) + 1;
      late += queue.expire(end.at).length;
      for (const { call } of over(queue, String(end.client), end.at - end.from)) begin(call, end.at);
    }
  };
  for (const { at, client } of events) {
    finishUntil(at);
    const offer = queue.offer(String(client), client, at);
    if (offer === 'admitted') begin(client, at);
    else if (offer !== 'waiting') refused += 1;
    longestQueue = Math.max(longestQueue, queue.waiting);
  }
  return { served, late, refused, longestQueue };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('a fair queue under ten times the load it can serve', () => {
  const load = fc.record({
    slots: fc.integer({ min: 2, max: 32 }),
    holdMilliseconds: fc.integer({ min: 2, max: 60 }),
    greed: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 12 }),
  });

  it('serves as many as it can at all, whatever is offered: at least nine in ten of the peak', () => {
    fc.assert(fc.property(load, ({ slots, holdMilliseconds, greed }) => {
      const capacity = (slots * 1_000) / holdMilliseconds;
      const offered = greed.map((one) => (10 * capacity * one) / sum(greed));
      const { served } = simulate({ slots, waitMilliseconds: 500, offered, hold: () => holdMilliseconds, milliseconds: 3_000 });
      expect(sum(served)).toBeGreaterThanOrEqual(0.9 * capacity * 3 - slots);
    }), { numRuns: 25 });
  });

  it('gives no client less than 80 % of its fair share, the modest all they ask for', () => {
    fc.assert(fc.property(load, ({ slots, holdMilliseconds, greed }) => {
      const capacity = (slots * 1_000) / holdMilliseconds;
      const offered = greed.map((one) => (10 * capacity * one) / sum(greed));
      const { served } = simulate({ slots, waitMilliseconds: 500, offered, hold: () => holdMilliseconds, milliseconds: 3_000 });
      const share = fairShares(offered, capacity);
      for (const [client, calls] of served.entries()) expect(calls / 3).toBeGreaterThanOrEqual(0.8 * (share[client] ?? 0) - 3);
    }), { numRuns: 25 });
  });

  it('lets nobody take all slots by holding them long', () => {
    const { served } = simulate({ slots: 16, waitMilliseconds: 500, offered: [400, 400], hold: (client) => (client === 0 ? 400 : 20), milliseconds: 10_000 });
    // Half of the slots serve the quick client: 8 slots of 20 ms are 400 calls a second.
    expect((served[1] ?? 0) / 10).toBeGreaterThanOrEqual(0.8 * 400);
  });

  it('keeps the queue as short as can be served in time', () => {
    const { longestQueue, late, refused } = simulate({ slots: 10, waitMilliseconds: 200, offered: [5_000, 5_000, 10], hold: () => 20, milliseconds: 5_000 });
    expect(longestQueue).toBeLessThanOrEqual(10 + 0.2 * 500 + 3);
    expect(late).toBeLessThan(0.01 * refused);
  });
});

/** Max-min fairness: who asks for less than an equal part gets all of it, the others share the rest. */
function fairShares(offered: readonly number[], capacity: number): number[] {
  const shares = offered.map(() => 0);
  let left = capacity;
  const order = offered.map((_, client) => client).sort((a, b) => (offered[a] ?? 0) - (offered[b] ?? 0));
  for (const [at, client] of order.entries()) {
    shares[client] = Math.min(offered[client] ?? 0, left / (order.length - at));
    left -= shares[client];
  }
  return shares;
}

describe('a fair queue', () => {
  const filled = (slots: number, waitMilliseconds: number): FairQueue<string> => {
    const queue = new FairQueue<string>({ slots, waitMilliseconds, young: slots });
    for (let n = 0; n < slots; n += 1) expect(queue.offer('a', `a${String(n)}`, 0)).toBe('admitted');
    return queue;
  };

  it('goes round the clients that wait', () => {
    const queue = filled(1, 10_000);
    over(queue, 'a', 10);
    queue.offer('a', 'a', 0);
    for (const call of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) expect(queue.offer(call.slice(0, 1), call, 0)).toBe('waiting');
    let holder = 'a';
    const order = Array.from({ length: 6 }, () => {
      const next = over(queue, holder, 10)[0]?.call ?? '';
      holder = next.slice(0, 1);
      return next;
    });
    expect([...order].sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
    expect(new Set(order.slice(0, 3).map((call) => call.slice(0, 1)))).toEqual(new Set(['a', 'b', 'c']));
    expect(order.at(-1)).toBe('a3');
  });

  it('refuses at once who would wait too long, and lets in who comes back when it was told to', () => {
    const queue = filled(2, 1_000);
    for (let n = 0; n < 100; n += 1) {
      over(queue, 'a', 1_000);
      queue.offer('a', 'again', 0);
    }
    let offer = queue.offer('b', 'b', 0);
    while (offer === 'waiting') offer = queue.offer('b', 'b', 0);
    expect(offer).toEqual({ retryAfterSeconds: 1 });
    // Two slots of one second each: after a second two calls have gone.
    const b = [{ name: 'b', call: 'b' }];
    expect([over(queue, 'a', 1_000), over(queue, 'a', 1_000)]).toEqual([b, b]);
    expect(queue.offer('b', 'b', 1_000)).toBe('waiting');
  });

  it('forgets who has left, and tells who has waited in vain when to come back', () => {
    const queue = filled(1, 100);
    over(queue, 'a', 10);
    queue.offer('a', 'a', 0);
    queue.offer('b', 'b', 0);
    queue.offer('c', 'c', 50);
    expect([queue.abandon('b', 'b'), queue.abandon('b', 'b'), queue.waiting]).toEqual([true, false, 1]);
    expect(queue.expire(149)).toEqual([]);
    expect(queue.expire(150)).toEqual([{ call: 'c', retryAfterSeconds: 1 }]);
    expect([over(queue, 'a', 10), queue.waiting]).toEqual([[], 0]);
  });

  it('tells each refused call of a client a later time than the one before, so that those who come back find a place; others are told their own', () => {
    const queue = filled(1, 1_000);
    over(queue, 'a', 500);
    queue.offer('a', 'a', 0);
    for (const name of ['a', 'a', 'b']) expect(queue.offer(name, name, 0)).toBe('waiting');
    const told = (name: string, calls: number): unknown[] => Array.from({ length: calls }, () => queue.offer(name, name, 0));
    const after = (...seconds: number[]): unknown[] => seconds.map((retryAfterSeconds) => ({ retryAfterSeconds }));
    // A turn of two clients takes a second.
    expect(told('a', 4)).toEqual(after(1, 4, 7, 10));
    expect(told('b', 2)).toEqual(after(1, 4));
    expect(told('a', 100).at(-1)).toEqual({ retryAfterSeconds: 30 });
  });

  it('lets no more calls be young at once than its pace is, however many slots are free; who is no longer young holds a slot and nobody up', () => {
    const queue = new FairQueue<string>({ slots: 5, waitMilliseconds: 10_000, young: 5 });
    expect(queue.pace(2)).toEqual([]);
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => queue.offer(name, name, 0))).toEqual(['admitted', 'admitted', 'waiting', 'waiting', 'waiting', 'waiting']);
    const names = (turns: readonly Turn<string>[]): string[] => turns.map(({ name }) => name);
    expect(names(queue.grownUp(10))).toEqual(['c']);
    expect(names(queue.pace(3))).toEqual(['d']);
    expect(names(queue.pace(9))).toEqual(['e']);
    expect([names(queue.grownUp(10)), queue.waiting]).toEqual([[], 1]);
    expect(names(queue.end('a', 20))).toEqual(['f']);
  });
});
