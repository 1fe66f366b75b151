import { countedAs, limitOf, type MisuseRule, type OwnLimits, type WatchedCall } from './misuse-rule.js';

/** The calls of one message under one grant, as they are let through one after the other. Pure. */
export class PassingCalls {
  private readonly counts = new Map<string, number>();
  private over = false;

  /** @param before how many were counted before the message */
  constructor(
    readonly rule: MisuseRule,
    private readonly own: OwnLimits,
    private readonly before: (query: string) => number,
  ) {}

  /** Whether a call has passed a limit: it is the last that is let through. */
  get throttled(): boolean {
    return this.over;
  }

  count(call: Pick<WatchedCall, 'query' | 'boundToCase'>): void {
    for (const query of countedAs(call)) {
      const calls = (this.counts.get(query) ?? this.before(query)) + 1;
      this.counts.set(query, calls);
      this.over ||= calls > limitOf(query, this.rule, this.own);
    }
  }
}
