import { isIP } from 'node:net';
import type { Receiver } from './answer-parser.js';
import type { Target, Timeouts } from './upstream-connection.js';
import { Exchange, type UpstreamExchange, type UpstreamRequest } from './upstream-exchange.js';
import { UpstreamFailure } from './upstream-failure.js';
import { Origin, type UpstreamOptions } from './upstream-origin.js';

export type { UpstreamExchange, UpstreamRequest };

/** A tab is no fault: a caller's header may have one. */
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;
export const TIMEOUTS: Timeouts = { connectMilliseconds: 3_000, silenceMilliseconds: 30_000, idleMilliseconds: 4_000 };

/**
 * A keep-alive HTTP/1.1 client for the data path: no redirects, no cookies, no decoding; bytes are handed on as they come. A general client does more than that, and costs more
 * than the rest of a call.
 */
export class UpstreamClient {
  private readonly origins = new Map<string, Origin>();
  private closed = false;

  constructor(private readonly options: UpstreamOptions) {}

  /** Connections open at this moment. */
  get connections(): number {
    return [...this.origins.values()].reduce((sum, { size }) => sum + size, 0);
  }

  send(request: UpstreamRequest, receiver: Receiver): UpstreamExchange {
    const exchange = new Exchange(request, headOf(request), receiver);
    const target = targetOf(request.url);
    if (this.closed) exchange.onFailure(new UpstreamFailure('unreachable', 'the gateway is stopping'));
    else {
      const origin = this.originOf(target);
      if (origin === null) exchange.onFailure(new UpstreamFailure('forbidden-address', `${target.host} is not allowed`));
      else origin.take(exchange);
    }
    return exchange;
  }

  close(): void {
    this.closed = true;
    for (const origin of this.origins.values()) origin.close();
  }

  /** Null for an address that the rule does not allow; for names, the rule is asked at each connection. */
  private originOf(target: Target): Origin | null {
    const key = `${target.tls ? 's' : ''}/${target.host}/${target.port}`;
    let origin = this.origins.get(key);
    if (origin === undefined) {
      if (isIP(target.host) !== 0 && !this.options.rule(target.host)) return null;
      origin = new Origin(target, this.options, () => this.origins.delete(key));
      this.origins.set(key, origin);
    }
    return origin;
  }
}

function targetOf({ protocol, hostname, port }: URL): Target {
  const tls = protocol === 'https:';
  return { tls, host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname, port: port === '' ? (tls ? 443 : 80) : Number(port) };
}

function headOf({ method, url, headers, body }: UpstreamRequest): string {
  let head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    if (CONTROL.test(value)) throw new RangeError(`header ${name} has a control character`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}${body === undefined ? '' : 'transfer-encoding: chunked\r\n'}\r\n`;
}
