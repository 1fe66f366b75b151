import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface LeastProgress {
  readonly bytesPerSecond: number;
  /** Time over which it is measured: who stands still is cut off after one to two of these. */
  readonly seconds: number;
}

interface Watched {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** At the last look; null when the client was not awaited then. */
  received: number | null;
  delivered: number | null;
}

/** Cuts off clients that hold a slot without using it: who sends its body, or takes its answer, more slowly than anybody needs to. A source or an exchange that is slow is nobody's fault here. */
export class ProgressWatch {
  private readonly watched = new Set<Watched>();
  private look: NodeJS.Timeout | null = null;

  constructor(private readonly least: LeastProgress) {}

  /** Watches a call until the answer of this method is called. */
  watch(request: IncomingMessage, response: ServerResponse): () => void {
    const watched: Watched = { request, response, socket: request.socket, received: null, delivered: null };
    this.watched.add(watched);
    this.look ??= setInterval(() => this.lookAtAll(), this.least.seconds * 1_000).unref();
    return () => this.watched.delete(watched);
  }

  close(): void {
    if (this.look !== null) clearInterval(this.look);
    this.look = null;
  }

  private lookAtAll(): void {
    const least = this.least.bytesPerSecond * this.least.seconds;
    for (const watched of this.watched) {
      const { request, socket } = watched;
      // A body that lies here unread waits for us, and bytes that left no buffer wait for the client.
      const received = request.complete || request.readableLength > 0 ? null : socket.bytesRead;
      const delivered = socket.writableLength === 0 ? null : socket.bytesWritten - socket.writableLength;
      if (tooSlow(watched.received, received, least) || tooSlow(watched.delivered, delivered, least)) {
        this.watched.delete(watched);
        socket.destroy();
      }
      Object.assign(watched, { received, delivered });
    }
    if (this.watched.size === 0) this.close();
  }
}

function tooSlow(before: number | null, now: number | null, least: number): boolean {
  return before !== null && now !== null && now - before < least;
}
