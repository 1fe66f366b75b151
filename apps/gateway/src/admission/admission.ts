import type { ServerResponse } from 'node:http';
import { Problem, problems } from '@gongshu/contracts';
import { FairQueue, type FairQueueLimits } from './fair-queue.js';

interface Waiter {
  readonly go: () => void;
  readonly refuse: (problem: Problem) => void;
}

/** Gives the slot back, once. */
export type LeaveSlot = () => void;

const LOOK_MILLISECONDS = 25;

function tooMany(retryAfterSeconds: number): Problem {
  return new Problem(problems.serviceUnreachable, { detail: { zh: '同时进行的数据调用过多', en: 'Too many data calls at once' }, retryAfterSeconds });
}

/** The bounded number of data calls under way, and the short fair queue before it. Of this process alone: each replica of the gateway has its own. */
export class Admission {
  private readonly queue: FairQueue<Waiter>;
  private look: NodeJS.Timeout | null = null;

  constructor(limits: FairQueueLimits) {
    this.queue = new FairQueue(limits);
  }

  /**
   * Waits for a slot; null when the client has left meanwhile.
   *
   * @throws Problem `capacity/service-unreachable` (503) with the seconds after which a slot is to be had, as slots come free now
   */
  enter(client: string, response: ServerResponse): LeaveSlot | Promise<LeaveSlot | null> {
    let go: (slot: LeaveSlot | null) => void = () => undefined;
    let refuse: (problem: Problem) => void = () => undefined;
    const waiter: Waiter = { go: () => go(this.slotOf(client)), refuse: (problem) => refuse(problem) };
    const offer = this.queue.offer(client, waiter, performance.now());
    if (offer === 'admitted') return this.slotOf(client);
    if (offer !== 'waiting') throw tooMany(offer.retryAfterSeconds);
    this.look ??= setInterval(() => this.expire(), LOOK_MILLISECONDS);
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
    if (this.look !== null) clearInterval(this.look);
    this.look = null;
  }

  private slotOf(client: string): LeaveSlot {
    const from = performance.now();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.queue.end(client, performance.now() - from)?.go();
    };
  }

  private expire(): void {
    for (const { call, retryAfterSeconds } of this.queue.expire(performance.now())) call.refuse(tooMany(retryAfterSeconds));
    if (this.queue.waiting === 0) this.close();
  }
}
