export interface FairQueueLimits {
  /** Calls under way at once. */
  readonly slots: number;
  /** Young calls among them, until `pace` says otherwise: those that are mostly our own work, not yet a slow provider's or a long download's. */
  readonly young: number;
  /** Longest a call may wait for a slot. */
  readonly waitMilliseconds: number;
}

/** A call is let in at once, waits for its turn, or is refused with the seconds after which it would find a place. */
export type Offer = 'admitted' | 'waiting' | { readonly retryAfterSeconds: number };

/** A call that may go now, and for whom. */
export interface Turn<C> {
  readonly name: string;
  readonly call: C;
}

interface Waiting<C> {
  readonly call: C;
  readonly until: number;
}

interface Client<C> {
  readonly name: string;
  underWay: number;
  readonly waiting: Waiting<C>[];
}

/** Weight of the latest call in the mean time that calls take. */
const LATEST = 1 / 32;
/** Nobody is told to stay away for longer. */
const MOST_AWAY_MILLISECONDS = 30_000;
const MOST_PROMISES = 10_000;
/** A client's new calls need turns too: of three, one is left to those who were refused. */
const TURNS_APART = 3;

/** How long calls take of late. */
class MeanTime {
  private mean: number | null = null;

  add(milliseconds: number): void {
    this.mean = this.mean === null ? milliseconds : this.mean + (milliseconds - this.mean) * LATEST;
  }

  or(unknown: number): number {
    return this.mean ?? unknown;
  }
}

/**
 * Decides which call may go, fairly between clients: a free place goes round the clients that wait, and one who holds more than its share of the slots is passed over while others wait. There are two bounds: on
 * calls under way, and on the young among them, which `pace` moves with what the machine can carry. A call that would wait too long is refused when it comes, not when it has waited: what can be served in time is
 * known from how long calls take. Nobody waits while there is a place.
 *
 * Pure: time comes as milliseconds of whatever clock never goes back.
 */
export class FairQueue<C> {
  private readonly clients = new Map<string, Client<C>>();
  /** Those who wait, in the order of their turns. */
  private readonly turns = new Set<Client<C>>();
  /** When the call of a client that was refused last was told to come back. */
  private readonly promises = new Map<string, number>();
  private underWay = 0;
  private young = 0;
  private queued = 0;
  private atOnce: number;
  private readonly hold = new MeanTime();
  private readonly youth = new MeanTime();

  constructor(private readonly limits: FairQueueLimits) {
    this.atOnce = limits.young;
  }

  get waiting(): number {
    return this.queued;
  }

  offer(name: string, call: C, now: number): Offer {
    const client = this.clients.get(name) ?? { name, underWay: 0, waiting: [] };
    if (this.hasPlace()) {
      this.clients.set(name, client);
      this.admit(client);
      return 'admitted';
    }
    const wait = this.waitOf(client);
    if (wait > this.limits.waitMilliseconds) return { retryAfterSeconds: seconds(this.promise(name, wait - this.limits.waitMilliseconds, now)) };
    this.clients.set(name, client);
    client.waiting.push({ call, until: now + this.limits.waitMilliseconds });
    this.turns.add(client);
    this.queued += 1;
    return 'waiting';
  }

  /** A call is no longer young, so long after it was let in, or over. Answers the calls that go next. */
  grownUp(milliseconds: number): Turn<C>[] {
    this.youth.add(milliseconds);
    this.young -= 1;
    return this.admitNext();
  }

  /** A call is over that held its slot so long, and has grown up before. Answers the calls that go next. */
  end(name: string, heldMilliseconds: number): Turn<C>[] {
    this.hold.add(heldMilliseconds);
    const client = this.clients.get(name);
    if (client === undefined) throw new Error(`${name} has no call under way`);
    client.underWay -= 1;
    this.underWay -= 1;
    this.forgetIdle(client);
    return this.admitNext();
  }

  /** From now on so many may be young at once. Answers the calls that go next. */
  pace(young: number): Turn<C>[] {
    this.atOnce = young;
    return this.admitNext();
  }

  /** Whoever waited for it has gone. False when it does not wait. */
  abandon(name: string, call: C): boolean {
    const client = this.clients.get(name);
    const at = client?.waiting.findIndex((waiting) => waiting.call === call) ?? -1;
    if (client === undefined || at === -1) return false;
    client.waiting.splice(at, 1);
    this.dropped(client, 1);
    return true;
  }

  /** Calls that have waited as long as any may, because places came free more slowly than before; with the seconds after which to come back. */
  expire(now: number): { readonly call: C; readonly retryAfterSeconds: number }[] {
    const expired: { readonly call: C; readonly name: string }[] = [];
    for (const client of this.clients.values()) {
      const kept = client.waiting.findIndex(({ until }) => until > now);
      const late = client.waiting.splice(0, kept === -1 ? client.waiting.length : kept);
      if (late.length === 0) continue;
      expired.push(...late.map(({ call }) => ({ call, name: client.name })));
      this.dropped(client, late.length);
    }
    // Places come free more slowly than was thought: at least as slowly as these calls have seen.
    const soonest = Math.max(this.limits.waitMilliseconds, this.drainMilliseconds(this.queued));
    return expired.map(({ call, name }) => ({ call, retryAfterSeconds: seconds(this.promise(name, soonest, now)) }));
  }

  private hasPlace(): boolean {
    return this.underWay < this.limits.slots && this.young < this.atOnce;
  }

  private admitNext(): Turn<C>[] {
    const going: Turn<C>[] = [];
    while (this.queued > 0 && this.hasPlace()) {
      const next = this.nextInTurn();
      const first = next?.waiting.shift();
      if (next === undefined || first === undefined) break;
      this.queued -= 1;
      this.turns.delete(next);
      if (next.waiting.length > 0) this.turns.add(next);
      this.admit(next);
      going.push({ name: next.name, call: first.call });
    }
    return going;
  }

  /** Each refused call of a client is told a time of its own, some turns after the one before it: all that are told the same would come together and find no place again. */
  private promise(name: string, soonest: number, now: number): number {
    if (this.promises.size >= MOST_PROMISES) this.promises.clear();
    const apart = TURNS_APART * this.drainMilliseconds(Math.max(1, this.turns.size));
    const at = Math.min(Math.max(now + soonest, (this.promises.get(name) ?? Number.NEGATIVE_INFINITY) + apart), now + Math.max(soonest, MOST_AWAY_MILLISECONDS));
    this.promises.set(name, at);
    return at - now;
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
    return calls * Math.max(this.hold.or(waitMilliseconds / 10) / slots, this.youth.or(0) / this.atOnce);
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
    this.young += 1;
  }

  private dropped(client: Client<C>, calls: number): void {
    this.queued -= calls;
    if (client.waiting.length === 0) this.turns.delete(client);
    this.forgetIdle(client);
  }

  private forgetIdle(client: Client<C>): void {
    if (client.underWay === 0 && client.waiting.length === 0) this.clients.delete(client.name);
  }
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
