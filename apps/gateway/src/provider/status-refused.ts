import { UpstreamFailure } from '@gongshu/service-kit';

/** The interface answered, but not 200. */
export class StatusRefused extends UpstreamFailure {
  constructor(readonly status: number) {
    super('malformed', 'the interface did not answer 200');
  }
}

/** The interface is away or overloaded: it did not get to the call. */
export function isAway(failure: unknown): boolean {
  if (failure instanceof StatusRefused) return [502, 503, 504].includes(failure.status);
  return failure instanceof UpstreamFailure && (failure.kind === 'unreachable' || failure.kind === 'broken');
}

/** What tells that the interface does not work, and not that the call was a wrong one. */
export function isOutOfOrder(failure: unknown): boolean {
  if (failure instanceof StatusRefused) return failure.status >= 500;
  return isAway(failure) || (failure instanceof UpstreamFailure && failure.kind === 'timeout');
}
