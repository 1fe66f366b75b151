import type { IncomingMessage } from 'node:http';
import { exchangeProblems, Problem, type DELIVERY_FORMS, type PermitTicket } from '@gongshu/contracts';
import { openTicket } from '@gongshu/service-kit';

/** The ticket of a call, for one form of delivery. @throws Problem `exchange/invalid-ticket` */
export function openedTicket(request: IncomingMessage, secret: string, nowMilliseconds: number, form: (typeof DELIVERY_FORMS)[number]): PermitTicket {
  const text = request.headers['x-permit-ticket'];
  const ticket = typeof text === 'string' ? openTicket(secret, text, nowMilliseconds) : null;
  if (ticket === null || (ticket.form !== null && ticket.form !== form)) throw new Problem(exchangeProblems.invalidTicket);
  return ticket;
}
