import { randomFillSync } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const ZEROES = /^0+$/;
/** Every call takes a few random bytes, and each question to the generator costs more than the bytes. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

/** W3C Trace Context: continues a caller's trace with a new span, or begins one when the header is absent or invalid. */
export function childTrace(traceparent: string | undefined): string {
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent);
  const traceId = match?.[1];
  const flags = match?.[3] ?? '01';
  const usable = traceId !== undefined && !ZEROES.test(traceId) && !ZEROES.test(match?.[2] ?? '');
  return `00-${usable ? traceId : randomHex(16)}-${randomHex(8)}-${flags}`;
}

/** The trace id: the same in answers, logs and events. */
export function traceId(traceparent: string): string {
  return traceparent.slice(3, 35);
}
