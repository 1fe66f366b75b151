import { Agent, createServer, request, type RequestListener } from 'node:http';
import type { NodePart } from './part.js';

/* What Node.js does with its own http module and nothing else: a server of one answer, or a proxy that streams. */

function upstream(body: string, delayMilliseconds: number): RequestListener {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  if (delayMilliseconds > 0) return (_incoming, outgoing) => void setTimeout(() => outgoing.writeHead(200, headers).end(body), delayMilliseconds);
  return (_incoming, outgoing) => outgoing.writeHead(200, headers).end(body);
}

function proxy(port: number): RequestListener {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  return (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forward = request({ host: '127.0.0.1', port, agent, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forward.once('error', () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    outgoing.once('close', () => forward.destroy());
    incoming.pipe(forward);
  };
}

process.once('message', (part: NodePart) => {
  createServer(part.kind === 'upstream' ? upstream(part.body, part.delayMilliseconds) : proxy(part.upstream)).listen(part.port, '127.0.0.1');
});
process.once('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
