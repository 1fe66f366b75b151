import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { announcedAddresses, configuredAddresses, type AddressRule } from './address-rule.js';
import type { AnswerHead } from './answer-parser.js';
import { UpstreamClient, type UpstreamExchange, type UpstreamRequest } from './upstream-client.js';

const servers: Server[] = [];
const clients: UpstreamClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) server.close();
});

/** A server that speaks bytes; `answer` gets each connection with what came on it so far, at every arrival. */
async function serve(answer: (socket: Socket, received: string, connection: number) => void): Promise<{ url: string; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = sockets.push(socket);
    let received = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.includes('\r\n\r\n')) {
        const whole = received;
        received = '';
        answer(socket, whole, connection);
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`, sockets };
}

function clientOf(options: { most?: number; silence?: number; idle?: number; rule?: AddressRule } = {}): UpstreamClient {
  const client = new UpstreamClient({
    rule: options.rule ?? configuredAddresses,
    most: options.most ?? 4,
    timeouts: { connectMilliseconds: 1_000, silenceMilliseconds: options.silence ?? 5_000, idleMilliseconds: options.idle ?? 4_000 },
  });
  clients.push(client);
  return client;
}

interface Result {
  readonly head: AnswerHead | null;
  readonly body: string;
  readonly failure: string | null;
}

function call(client: UpstreamClient, url: string, request: Partial<UpstreamRequest> = {}, begun?: (exchange: UpstreamExchange) => void): Promise<Result> {
  return new Promise((resolve) => {
    let head: AnswerHead | null = null;
    const body: Buffer[] = [];
    const finish = (failure: string | null): void => resolve({ head, body: Buffer.concat(body).toString(), failure });
    const exchange = client.send({ method: 'GET', url: new URL(url), headers: {}, ...request }, {
      onHead: (arrived) => {
        head = arrived;
      },
      onBody: (chunk) => void body.push(Buffer.from(chunk)),
      onEnd: () => finish(null),
      onFailure: ({ kind }) => finish(kind),
    });
    begun?.(exchange);
  });
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

describe('the upstream client', () => {
  it('keeps connections and uses them again', async () => {
    const { url, sockets } = await serve((socket) => socket.write(OK));
    const client = clientOf();
    for (let round = 0; round < 5; round += 1) expect(await call(client, url)).toMatchObject({ body: 'ok', failure: null });
    expect(sockets.length).toBe(1);
  });

  it('sends the target, the host and the given headers, and refuses a header that would begin another line', async () => {
    let seen = '';
    const { url } = await serve((socket, received) => {
      seen = received;
      socket.write(OK);
    });
    await call(clientOf(), `${url}/a%20b?c=%E4%B8%AD`, { headers: { 'x-one': '1' } });
    expect(seen).toBe(`GET /a%20b?c=%E4%B8%AD HTTP/1.1\r\nhost: ${new URL(url).host}\r\nx-one: 1\r\n\r\n`);
    expect(() => clientOf().send({ method: 'GET', url: new URL(url), headers: { a: 'b\r\nc: d' } }, { onHead: () => undefined, onBody: () => undefined, onEnd: () => undefined, onFailure: () => undefined })).toThrow(RangeError);
  });

  it('lets calls wait when all connections are taken, and serves them in order', async () => {
    const { url, sockets } = await serve((socket) => setTimeout(() => socket.write(OK), 5));
    const results = await Promise.all(Array.from({ length: 20 }, () => call(clientOf({ most: 2 }), url)));
    expect(results.every(({ body }) => body === 'ok')).toBe(true);
    const client = clientOf({ most: 2 });
    const before = sockets.length;
    await Promise.all(Array.from({ length: 20 }, () => call(client, url)));
    expect(sockets.length - before).toBe(2);
  });

  it('does not let a call wait for a connection longer than for an answer', async () => {
    const { url, sockets } = await serve(() => undefined);
    const client = clientOf({ most: 1 });
    const first = call(client, url, { silenceMilliseconds: 400 });
    expect(await call(client, url, { silenceMilliseconds: 50 })).toMatchObject({ failure: 'timeout' });
    expect(sockets.length).toBe(1);
    expect(await first).toMatchObject({ failure: 'timeout' });
  });

  it('sends what may not be sent twice over a new connection, and once', async () => {
    let asked = 0;
    const { url, sockets } = await serve((socket) => {
      asked += 1;
      if (asked === 1) socket.write(OK);
      else socket.destroy();
    });
    const client = clientOf();
    await call(client, url);
    expect(await call(client, url, { once: true })).toMatchObject({ failure: 'broken' });
    expect([asked, sockets.length]).toEqual([2, 2]);
  });

  it('tries once more when a kept connection turns out to be closed, and only then', async () => {
    const { url, sockets } = await serve((socket, _received, connection) => {
      if (connection === 1 && sockets.length === 1 && socket.bytesWritten > 0) socket.destroy();
      else socket.write(OK);
    });
    const client = clientOf();
    await call(client, url);
    expect(await call(client, url)).toMatchObject({ body: 'ok', failure: null });
    expect(sockets.length).toBe(2);
    const dead = await serve((socket) => socket.destroy());
    expect(await call(client, dead.url)).toMatchObject({ failure: 'broken' });
    expect(dead.sockets.length).toBe(1);
  });

  it('does not repeat what has begun to be answered', async () => {
    let asked = 0;
    const { url } = await serve((socket) => {
      asked += 1;
      if (asked === 1) socket.write(OK);
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nha');
    });
    const client = clientOf();
    await call(client, url);
    expect(await call(client, url)).toMatchObject({ body: 'ha', failure: 'broken' });
    expect(asked).toBe(2);
  });

  it('says what went wrong', async () => {
    const silent = await serve(() => undefined);
    expect(await call(clientOf({ silence: 100 }), silent.url)).toMatchObject({ failure: 'timeout' });
    const stalled = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nha'));
    expect(await call(clientOf({ silence: 100 }), stalled.url)).toMatchObject({ body: 'ha', failure: 'timeout' });
    const nonsense = await serve((socket) => socket.write('SMTP ready\r\n\r\n'));
    expect(await call(clientOf(), nonsense.url)).toMatchObject({ failure: 'malformed' });
    expect(await call(clientOf(), 'http://127.0.0.1:1')).toMatchObject({ failure: 'unreachable' });
    expect(await call(clientOf(), 'http://no-such-host.invalid')).toMatchObject({ failure: 'unreachable' });
  });

  it.each(['http://127.0.0.1:1', 'http://[::1]:1', 'http://0x7f.1:1', 'http://2130706433:1', 'http://[::ffff:127.0.0.1]:1', 'http://localhost:1', 'http://169.254.169.254'])('refuses %s to a provider before a byte is sent', async (url) => {
    expect(await call(clientOf({ rule: announcedAddresses(false) }), url)).toMatchObject({ failure: 'forbidden-address', head: null });
  });

  it('does not give one call the bytes left over from another', async () => {
    const { url, sockets } = await serve((socket) => socket.write(`${OK}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil`));
    const client = clientOf();
    expect((await call(client, url)).body).toBe('ok');
    expect((await call(client, url)).body).toBe('ok');
    expect(sockets.length).toBe(2);
  });

  it('closes idle connections before the other side does', async () => {
    const { url } = await serve((socket) => socket.write(OK));
    const client = clientOf({ idle: 50 });
    await call(client, url);
    await expect.poll(() => client.connections).toBe(0);
  });

  it('frees the connection of a call given up, also of one that waits', async () => {
    const { url } = await serve(() => undefined);
    const client = clientOf({ most: 1 });
    const exchanges: UpstreamExchange[] = [];
    for (let index = 0; index < 3; index += 1) void call(client, url, {}, (exchange) => exchanges.push(exchange));
    for (const exchange of exchanges) exchange.abort();
    await expect.poll(() => client.connections).toBe(0);
  });

  it('holds the other side back while paused, and does not count that as its silence', async () => {
    let sent = 0;
    const { url } = await serve((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${String(64 * 1024 * 1024)}\r\n\r\n`);
      const block = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (sent < 1024) {
          sent += 1;
          if (!socket.write(block)) {
            socket.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    const client = clientOf({ silence: 150 });
    let exchange: UpstreamExchange | null = null;
    let arrived = 0;
    let result: string | null = null;
    exchange = client.send({ method: 'GET', url: new URL(url), headers: {} }, {
      onHead: () => exchange?.pause(),
      onBody: (chunk) => void (arrived += chunk.length),
      onEnd: () => (result = 'end'),
      onFailure: ({ kind }) => (result = kind),
    });
    await expect.poll(() => sent).toBeGreaterThan(0);
    const held = sent;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(result).toBeNull();
    expect(sent - held).toBeLessThan(300);
    exchange.resume();
    await expect.poll(() => result).toBe('end');
    expect(arrived).toBe(64 * 1024 * 1024);
  });

  it('streams a body out in chunks on a new connection, and notices when it breaks off', async () => {
    let received = '';
    const { url, sockets } = await serve((socket, bytes) => {
      received += bytes;
      socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
      if (received.startsWith('GET')) {
        received = '';
        socket.write(OK);
      } else if (received.endsWith('0\r\n\r\n')) socket.write(OK);
      else socket.on('data', () => (received.endsWith('0\r\n\r\n') ? socket.write(OK) : undefined));
    });
    const client = clientOf();
    await call(client, url);
    const sent = await call(client, url, { method: 'POST', body: Readable.from([Buffer.from('a,b\r\n'), Buffer.from('1,2\r\n')]) });
    expect(sent).toMatchObject({ body: 'ok', failure: null });
    expect(received).toContain('5\r\na,b\r\n\r\n5\r\n1,2\r\n\r\n0\r\n\r\n');
    expect(sockets.length).toBe(2);
    const broken = new Readable({ read: () => undefined });
    broken.push('half');
    const result = call(client, url, { method: 'POST', body: broken });
    setTimeout(() => broken.destroy(), 20);
    expect(await result).toMatchObject({ failure: 'broken' });
  });
});
