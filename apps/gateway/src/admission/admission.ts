import type { ServerResponse } from 'node:http';
import { Problem, problems } from '@gongshu/contracts';
import { FairQueue, type Turn } from './fair-queue.js';
import { holdBack } from './hold-back.js';
import { Pace } from './pace.js';

interface Waiter {
  readonly go: () => void;
  readonly refuse: (retryAfterSeconds: number) => void;
}

/** A call's place among those under way. */
export interface Slot {
  /** The call has its permit: what it does from now on depends on its source and its client. */
  permitted(): void;
  /** The same for a call that needs no permit from here. */
  needsNone(): void;
  /** Gives the slot back, once. */
  leave(): void;
}

export interface AdmissionLimits {
  /** Calls under way at once. */
  readonly slots: number;
  /** Longest a call may wait for a slot. */
  readonly waitMilliseconds: number;
}

const LOOK_MILLISECONDS = 25;
const LEAST_ENTERING = 16;
const AIM_MILLISECONDS = 100;

/**
 * The bounded number of data calls under way, of which only so many ask for a permit at once as are answered soon, and the short fair queue before it. Of this process alone: each replica of the gateway has its own.
 */
export class Admission {
  private readonly queue: FairQueue<Waiter>;
  private readonly pace: Pace;
  private look: NodeJS.Timeout | null = null;

  constructor(limits: AdmissionLimits) {
    this.queue = new FairQueue({ ...limits, entering: limits.slots });
    this.pace = new Pace({ least: Math.min(LEAST_ENTERING, limits.slots), most: limits.slots, aimMilliseconds: AIM_MILLISECONDS });
  }

  /**
   * Waits for a slot; null when the client has left meanwhile.
   *
   * @throws Problem `capacity/service-unreachable` (503) with the seconds after which a slot is to be had, as slots come free now
   */
  enter(client: string, response: ServerResponse): Slot | Promise<Slot | null> {
    let go: (slot: Slot | null) => void = () => undefined;
    let refuse: (problem: Problem) => void = () => undefined;
    const waiter: Waiter = { go: () => go(this.slotOf(client)), refuse: (retryAfterSeconds) => refuse(this.refusal(client, response, retryAfterSeconds)) };
    const offer = this.queue.offer(client, waiter, performance.now());
    if (offer === 'admitted') return this.slotOf(client);
    if (offer !== 'waiting') throw this.refusal(client, response, offer.retryAfterSeconds);
    this.look ??= setInterval(() => this.expire(), LOOK_MILLISECONDS);
    return new Promise<Slot | null>((resolve, reject) => {
      const left = (): void => {
        if (this.queue.abandon(client, waiter)) resolve(null);
      };
      response.once('close', left);
      go = (slot) => {
        response.off('close', left);
        resolve(slot);
      };
      refuse = (problem) => {
        response.off('close', left);
        reject(problem);
      };
    });
  }

  close(): void {
    if (this.look !== null) clearInterval(this.look);
    this.look = null;
  }

  private slotOf(client: string): Slot {
    const from = performance.now();
    let entering = true;
    let left = false;
    const enter = (milliseconds: number | null): void => {
      if (!entering) return;
      entering = false;
      this.next(this.queue.entered(milliseconds));
    };
    return {
      permitted: () => {
        if (!entering) return;
        const now = performance.now();
        const places = this.pace.took(now - from, this.queue.enteringNow, this.queue.waiting, now);
        enter(now - from);
        this.next(this.queue.pace(places));
      },
      needsNone: () => enter(null),
      leave: () => {
        if (left) return;
        left = true;
        // Whoever got no permit tells nothing of how long they take.
        enter(null);
        this.next(this.queue.end(client, performance.now() - from));
      },
    };
  }

  private refusal(client: string, response: ServerResponse, retryAfterSeconds: number): Problem {
    holdBack(response, client, retryAfterSeconds);
    return new Problem(problems.serviceUnreachable, { detail: { zh: '同时进行的数据调用过多', en: 'Too many data calls at once' }, retryAfterSeconds });
  }

  private next(turns: readonly Turn<Waiter>[]): void {
    for (const { call } of turns) call.go();
  }

  private expire(): void {
    for (const { call, retryAfterSeconds } of this.queue.expire(performance.now())) call.refuse(retryAfterSeconds);
    if (this.queue.waiting === 0) this.close();
  }
}
