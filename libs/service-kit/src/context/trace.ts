import { randomBytes } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const ZEROES = /^0+$/;

/** W3C Trace Context: continues a caller's trace with a new span, or begins one when the header is absent or invalid. */
export function childTrace(traceparent: string | undefined): string {
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent);
  const traceId = match?.[1];
  const flags = match?.[3] ?? '01';
  const usable = traceId !== undefined && !ZEROES.test(traceId) && !ZEROES.test(match?.[2] ?? '');
  return `00-${usable ? traceId : randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags}`;
}

/** The trace id: the same in answers, logs and events. */
export function traceId(traceparent: string): string {
  return traceparent.slice(3, 35);
}
