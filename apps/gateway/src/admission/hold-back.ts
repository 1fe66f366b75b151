import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Long enough that a client which never waits costs next to nothing, and short enough for whoever else calls through a proxy that does not say it is one. */
const MOST_SECONDS = 2;
/** Who keeps to the second finds the connection read again. */
const EARLY_MILLISECONDS = 100;
/** What says that a request was passed on by somebody who may call for others on the same connection. */
const PASSED_ON = ['via', 'forwarded', 'x-forwarded-for'] as const;

/** For whom a connection has called; null when for several. */
const callers = new WeakMap<Socket, string | null>();

/** Milliseconds for which a refused caller's connection is not to be read; 0 for not at all. */
export function heldBackMilliseconds(retryAfterSeconds: number, headers: IncomingHttpHeaders, before: string | null | undefined, caller: string): number {
  return PASSED_ON.some((name) => headers[name] !== undefined) || (before !== undefined && before !== caller) ? 0 : Math.min(retryAfterSeconds, MOST_SECONDS) * 1_000 - EARLY_MILLISECONDS;
}

/**
 * After a refusal that said when to come back, reads nothing from the connection until then, or for two seconds. Who comes back as told notices nothing; who asks again at once, and would be refused again, waits in his own buffers and
 * costs nobody a processor. A connection on which others call too, a proxy's or a neighbour's gateway's, is read as ever.
 */
export function holdBack(response: ServerResponse, caller: string, retryAfterSeconds: number): void {
  const { socket, headers } = response.req;
  const before = callers.get(socket);
  const milliseconds = heldBackMilliseconds(retryAfterSeconds, headers, before, caller);
  callers.set(socket, before === undefined || before === caller ? caller : null);
  if (milliseconds === 0) return;
  response.once('finish', () => {
    // Node reads on when the answer has been sent; this comes after it.
    setImmediate(() => {
      if (socket.destroyed) return;
      socket.pause();
      setTimeout(() => socket.resume(), milliseconds).unref();
    });
  });
}
