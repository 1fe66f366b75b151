import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import type { ProblemWire } from '@gongshu/contracts';
import type { RequestContext } from '../context/request-context.js';

/** Answer to a request: data, or the problem that refuses it. */
export type Reply = { readonly data: unknown } | { readonly problem: ProblemWire };

export const HEADER = {
  authorization: 'authorization',
  traceparent: 'traceparent',
  idempotencyKey: 'idempotency-key',
  language: 'accept-language',
  /** Milliseconds since the epoch after which nobody waits for the answer. */
  deadline: 'gongshu-deadline',
} as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function encode(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** @throws SyntaxError or TypeError for bytes that are not JSON in UTF-8 */
export function decode(bytes: Uint8Array): unknown {
  return bytes.length === 0 ? {} : JSON.parse(decoder.decode(bytes));
}

export function requestHeaders(ctx: RequestContext, token: string | null, deadline: number): MsgHdrs {
  const result = headers();
  result.set(HEADER.traceparent, ctx.traceparent);
  result.set(HEADER.language, ctx.language);
  result.set(HEADER.deadline, String(deadline));
  if (token !== null) result.set(HEADER.authorization, token);
  if (ctx.idempotencyKey !== null) result.set(HEADER.idempotencyKey, ctx.idempotencyKey);
  return result;
}

/**
 * Whether an answer to the message goes into an inbox. The server does not ask whether the sender may write to the place it names for the answer, but lets the answerer write there: a
 * request answered to any place would let its sender announce events or purge streams under the answerer's name.
 *
 * @param inbox prefix of the inboxes the sender may have
 */
export function wantsAnswerIn(message: Msg, inbox = '_INBOX'): boolean {
  return message.reply?.startsWith(`${inbox}.`) === true;
}

export function headerOf(message: Msg, name: string): string | undefined {
  const value = message.headers?.get(name);
  return value === undefined || value === '' ? undefined : value;
}
