import type { ChainBreak, NumberRange } from '@gongshu/contracts';
import { nextLink, sealOf } from './chain.js';
import type { ChainedPermit } from './permit-chain.store.js';

const MOST_OPEN_RANGES = 100;

/** Goes through permits in the order of their numbers and computes the chain again. After a break it goes on from the link on record, so that later gaps are found too. */
export class ChainCheck {
  readonly gaps: NumberRange[] = [];
  readonly openNumbers: NumberRange[] = [];
  count = 0;
  open = 0;
  brokenAt: ChainBreak | null = null;

  /** @param previous link before the number `next`; null where it is lost */
  constructor(
    private readonly grantId: string,
    private next: number,
    private previous: string | null,
  ) {}

  take(permit: ChainedPermit): void {
    this.missingBefore(permit.number);
    if (this.previous !== null && nextLink(this.previous, { ...permit, grantId: this.grantId }) !== permit.link) this.breaks(permit.number, 'link');
    if (permit.state === 'OPEN') this.keepOpen(permit.number);
    if (permit.seal !== (permit.closedAt === null ? null : sealOf({ ...permit, closedAt: Date.parse(permit.closedAt) })) || (permit.state === 'OPEN') !== (permit.closedAt === null)) {
      this.breaks(permit.number, 'closing');
    }
    this.count += 1;
    this.previous = permit.link;
    this.next = permit.number + 1;
  }

  /** The end of a range. @param head the link on the grant, where `last` is the grant's last number */
  end(last: number, head: string | null): void {
    this.missingBefore(last + 1);
    if (head !== null && this.previous !== null && this.previous !== head) this.breaks(last, 'head');
  }

  private missingBefore(number: number): void {
    if (number <= this.next) return;
    this.gaps.push({ first: this.next, last: number - 1 });
    this.breaks(this.next, 'gap');
    this.previous = null;
    this.next = number;
  }

  private keepOpen(number: number): void {
    this.open += 1;
    const range = this.openNumbers.at(-1);
    if (range?.last === number - 1) this.openNumbers.splice(-1, 1, { first: range.first, last: number });
    else if (this.openNumbers.length < MOST_OPEN_RANGES) this.openNumbers.push({ first: number, last: number });
  }

  private breaks(number: number, what: string): void {
    this.brokenAt ??= { number, what };
  }
}
