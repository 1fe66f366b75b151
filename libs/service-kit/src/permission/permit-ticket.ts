import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PermitTicket } from '@gongshu/contracts';

function seal(secret: string, body: string): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}

/** How long a ticket opens the data plane: long enough to begin a transfer, which then goes on; too short to outlive what its permit rests on, or to be handed on. */
const TICKET_MILLISECONDS = 30_000;

/** Signs a permit ticket: `base64url(JSON).base64url(HMAC-SHA256)`. */
export function signTicket(secret: string, ticket: PermitTicket): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${body}.${seal(secret, body).toString('base64url')}`;
}

/** The ticket when its seal is right and it has not expired at `nowMilliseconds`; otherwise null, whatever is wrong with it. */
export function openTicket(secret: string, text: string, nowMilliseconds: number): PermitTicket | null {
  const [body, sealText, rest] = text.split('.');
  if (body === undefined || sealText === undefined || rest !== undefined) return null;
  const given = Buffer.from(sealText, 'base64url');
  const right = seal(secret, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const ticket = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as PermitTicket;
  return ticket.issuedAt + TICKET_MILLISECONDS > nowMilliseconds ? ticket : null;
}
