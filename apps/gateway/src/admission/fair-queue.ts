export interface FairQueueLimits {
  /** Calls under way at once. */
  readonly slots: number;
  /** Longest a call may wait for a slot. */
  readonly waitMilliseconds: number;
}

/** A call is let in at once, waits for its turn, or is refused with the seconds after which it would find a place. */
export type Offer = 'admitted' | 'waiting' | { readonly retryAfterSeconds: number };

interface Waiting<C> {
  readonly call: C;
  readonly until: number;
}

interface Client<C> {
  underWay: number;
  readonly waiting: Waiting<C>[];
}

/** Weight of the latest call in the mean time that calls hold a slot. */
const LATEST = 1 / 32;

/**
 * Decides which call may go, fairly between clients: a free slot goes round the clients that wait, and one who holds more than its share of the slots is passed over while others wait. A call that would
 * wait too long is refused when it comes, not when it has waited: what can be served in time is known from how long calls hold their slots. No slot is free while anybody waits.
 *
 * Pure: time comes as milliseconds of whatever clock never goes back.
 */
export class FairQueue<C> {
  private readonly clients = new Map<string, Client<C>>();
  /** Those who wait, in the order of their turns. */
  private readonly turns = new Set<Client<C>>();
  private underWay = 0;
  private queued = 0;
  private meanHold: number | null = null;

  constructor(private readonly limits: FairQueueLimits) {}

  get waiting(): number {
    return this.queued;
  }

  offer(name: string, call: C, now: number): Offer {
    const client = this.clients.get(name) ?? { underWay: 0, waiting: [] };
    if (this.underWay < this.limits.slots) {
      this.clients.set(name, client);
      this.admit(client);
      return 'admitted';
    }
    const wait = this.waitOf(client);
    if (wait > this.limits.waitMilliseconds) return { retryAfterSeconds: seconds(wait - this.limits.waitMilliseconds) };
    this.clients.set(name, client);
    client.waiting.push({ call, until: now + this.limits.waitMilliseconds });
    this.turns.add(client);
    this.queued += 1;
    return 'waiting';
  }

  /** A call is over that held its slot so long. Answers the call that goes next, if one waits. */
  end(name: string, heldMilliseconds: number): C | null {
    this.meanHold = this.meanHold === null ? heldMilliseconds : this.meanHold + (heldMilliseconds - this.meanHold) * LATEST;
    const client = this.clients.get(name);
    if (client === undefined) throw new Error(`${name} has no call under way`);
    client.underWay -= 1;
    this.underWay -= 1;
    this.forgetIdle(name, client);
    const next = this.nextInTurn();
    const first = next?.waiting.shift();
    if (next === undefined || first === undefined) return null;
    this.queued -= 1;
    this.turns.delete(next);
    if (next.waiting.length > 0) this.turns.add(next);
    this.admit(next);
    return first.call;
  }

  /** Whoever waited for it has gone. False when it does not wait. */
  abandon(name: string, call: C): boolean {
    const client = this.clients.get(name);
    const at = client?.waiting.findIndex((waiting) => waiting.call === call) ?? -1;
    if (client === undefined || at === -1) return false;
    client.waiting.splice(at, 1);
    this.dropped(name, client, 1);
    return true;
  }

  /** Calls that have waited as long as any may, because slots came free more slowly than before; with the seconds after which to come back. */
  expire(now: number): { readonly call: C; readonly retryAfterSeconds: number }[] {
    const expired: C[] = [];
    for (const [name, client] of this.clients) {
      const kept = client.waiting.findIndex(({ until }) => until > now);
      const late = client.waiting.splice(0, kept === -1 ? client.waiting.length : kept);
      if (late.length === 0) continue;
      expired.push(...late.map(({ call }) => call));
      this.dropped(name, client, late.length);
    }
    // Slots come free more slowly than was thought: at least as slowly as these calls have seen.
    const retryAfterSeconds = seconds(Math.max(this.limits.waitMilliseconds, this.drainMilliseconds(this.queued)));
    return expired.map((call) => ({ call, retryAfterSeconds }));
  }

  /** How long a further call of the client would wait: its own calls before it take their turns, and so does everybody else's. */
  private waitOf(client: Client<C>): number {
    const others = this.turns.size - (this.turns.has(client) ? 1 : 0);
    const before = Math.min(this.queued, client.waiting.length + others * (client.waiting.length + 1));
    return this.drainMilliseconds(before + 1);
  }

  /** Before a first call has ended nothing is known: then ten times as many may wait as there are slots. */
  private drainMilliseconds(calls: number): number {
    const { slots, waitMilliseconds } = this.limits;
    return (calls * (this.meanHold ?? waitMilliseconds / 10)) / slots;
  }

  private nextInTurn(): Client<C> | undefined {
    const share = Math.ceil(this.limits.slots / Math.max(1, this.clients.size));
    let first: Client<C> | undefined;
    for (const client of this.turns) {
      if (client.underWay < share) return client;
      first ??= client;
    }
    return first;
  }

  private admit(client: Client<C>): void {
    client.underWay += 1;
    this.underWay += 1;
  }

  private dropped(name: string, client: Client<C>, calls: number): void {
    this.queued -= calls;
    if (client.waiting.length === 0) this.turns.delete(client);
    this.forgetIdle(name, client);
  }

  private forgetIdle(name: string, client: Client<C>): void {
    if (client.underWay === 0 && client.waiting.length === 0) this.clients.delete(name);
  }
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
