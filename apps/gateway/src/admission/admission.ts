import type { ServerResponse } from 'node:http';
import { Problem, problems } from '@gongshu/contracts';
import { FairQueue, type Turn } from './fair-queue.js';
import { holdBack } from './hold-back.js';
import { Pace } from './pace.js';

interface Waiter {
  readonly go: () => void;
  readonly refuse: (retryAfterSeconds: number) => void;
}

interface Young {
  readonly from: number;
  readonly growUp: () => void;
}

/** Gives the slot back, once. */
export type LeaveSlot = () => void;

export interface AdmissionLimits {
  /** Calls under way at once. */
  readonly slots: number;
  /** Longest a call may wait for a slot. */
  readonly waitMilliseconds: number;
}

const LOOK_MILLISECONDS = 25;
/** What a call does after this long is up to its provider or its client. */
const YOUTH_MILLISECONDS = 1_000;
/** Calls that are young at once on a busy processor: permits are then taken in groups large enough to cost little each. */
const LEAST_YOUNG = 192;

/**
 * The bounded number of data calls under way, of which only so many are in their first second as the processor has time for, and the short fair queue before it. Of this process alone: each replica of the gateway
 * has its own.
 */
export class Admission {
  private readonly queue: FairQueue<Waiter>;
  private readonly pace: Pace;
  /** Oldest first. */
  private readonly young = new Set<Young>();
  private timer: NodeJS.Timeout | null = null;
  private looked = 0;

  constructor(limits: AdmissionLimits) {
    this.pace = new Pace({ least: Math.min(LEAST_YOUNG, limits.slots), most: limits.slots });
    this.queue = new FairQueue({ ...limits, young: this.pace.now });
  }

  /**
   * Waits for a slot; null when the client has left meanwhile.
   *
   * @throws Problem `capacity/service-unreachable` (503) with the seconds after which a slot is to be had, as slots come free now; until then nothing more is read from the connection (`holdBack`)
   */
  enter(client: string, response: ServerResponse): LeaveSlot | Promise<LeaveSlot | null> {
    let go: (slot: LeaveSlot | null) => void = () => undefined;
    let refuse: (problem: Problem) => void = () => undefined;
    const waiter: Waiter = { go: () => go(this.slotOf(client)), refuse: (retryAfterSeconds) => refuse(this.refusal(client, response, retryAfterSeconds)) };
    const offer = this.queue.offer(client, waiter, performance.now());
    if (offer === 'admitted') return this.slotOf(client);
    if (offer !== 'waiting') throw this.refusal(client, response, offer.retryAfterSeconds);
    return new Promise<LeaveSlot | null>((resolve, reject) => {
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
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private slotOf(client: string): LeaveSlot {
    const from = performance.now();
    const young: Young = {
      from,
      growUp: () => {
        if (this.young.delete(young)) next(this.queue.grownUp(performance.now() - from));
      },
    };
    this.young.add(young);
    this.watch();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      young.growUp();
      next(this.queue.end(client, performance.now() - from));
    };
  }

  private refusal(client: string, response: ServerResponse, retryAfterSeconds: number): Problem {
    holdBack(response, client, retryAfterSeconds);
    return new Problem(problems.serviceUnreachable, { detail: { zh: '同时进行的数据调用过多', en: 'Too many data calls at once' }, retryAfterSeconds });
  }

  private watch(): void {
    if (this.timer !== null) return;
    this.looked = performance.now();
    this.timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
  }

  private look(): void {
    const now = performance.now();
    const late = Math.max(0, now - this.looked - LOOK_MILLISECONDS);
    this.looked = now;
    for (const { call, retryAfterSeconds } of this.queue.expire(now)) call.refuse(retryAfterSeconds);
    for (const { from, growUp } of this.young) {
      if (from > now - YOUTH_MILLISECONDS) break;
      growUp();
    }
    next(this.queue.pace(this.pace.look(late, this.queue.waiting, now)));
    if (this.queue.waiting === 0 && this.young.size === 0) this.close();
  }
}

function next(turns: readonly Turn<Waiter>[]): void {
  for (const { call } of turns) call.go();
}
