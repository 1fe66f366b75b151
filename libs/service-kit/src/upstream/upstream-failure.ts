/** Why an answer did not come whole. `broken`: the other side closed the connection, which for a kept connection may be no more than bad timing. */
export type FailureKind = 'unreachable' | 'forbidden-address' | 'timeout' | 'malformed' | 'broken';

export class UpstreamFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
    this.name = 'UpstreamFailure';
  }
}
