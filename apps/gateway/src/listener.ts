import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, problems } from '@gongshu/contracts';
import { childTrace, traceId } from '@gongshu/service-kit';
import type { Door } from './admission/door.js';
import { GatewayModule, type GatewayParts } from './gateway.module.js';
import type { FastLane } from './lane/fast-lane.js';
import type { LoginLane } from './login/login-lane.js';
import { renderProblem } from './problems/render-problem.js';
import { ProblemFilter } from './rest/problem-filter.js';

export interface Listener {
  readonly port: number;
  /** Takes no new calls, lets those under way finish, but not for longer than may be waited. */
  stop(milliseconds: number): Promise<void>;
}

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  /** Open data only. */
  readonly publicOnly: boolean;
  readonly bodyLimitBytes: number;
}

const HEAD_MILLISECONDS = 15_000;
const BODY_MILLISECONDS = 30_000;
/** Silence on a client's connection; longer than anything a client may rightly wait for. */
const SILENCE_MILLISECONDS = 130_000;

/** What is answered before the router sees it. */
export interface Lanes {
  readonly door: Door;
  readonly lane: FastLane;
  readonly login: LoginLane;
}

/** One HTTP listener: the door, then the fast lane and the login, then Nest on Fastify for everything else. */
export async function openListener(parts: GatewayParts, { door, lane, login }: Lanes, options: ListenerOptions): Promise<Listener> {
  let server: Server | undefined;
  let underWay = 0;
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    trustProxy: false,
    // The kit reads the query itself: Fastify's reader lets bad encoding pass.
    routerOptions: { maxParamLength: 2_000, querystringParser: () => ({}) },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => app.get(ProblemFilter).send(error, request, reply),
    clientErrorHandler: refuseConnection,
    serverFactory: (handler: RequestListener) => {
      server = createServer({ maxHeaderSize: 16_384, headersTimeout: HEAD_MILLISECONDS, requestTimeout: 0, keepAliveTimeout: 65_000 }, (request, response) => {
        underWay += 1;
        response.once('close', () => (underWay -= 1));
        door.pass(request, response, options.publicOnly, (caller) => {
          if (lane.take(request, response, options.publicOnly, caller)) return;
          endSlowBody(request);
          if (login.take(request, response, options.publicOnly)) return;
          handler(request, response);
        });
      });
      server.setTimeout(SILENCE_MILLISECONDS);
      return server;
    },
  });
  const app = await NestFactory.create(GatewayModule.of(parts, options.publicOnly), adapter, { logger: false, abortOnError: false, bodyParser: false });
  await app.listen(options.port, options.host);
  const address = server?.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: async (milliseconds) => {
      // A connection that has never carried a request does not count as idle for Node, so once no call is under way all may go.
      const tidy = setInterval(() => (underWay === 0 ? server?.closeAllConnections() : server?.closeIdleConnections()), 50);
      const end = setTimeout(() => server?.closeAllConnections(), milliseconds);
      try {
        await app.close();
      } finally {
        clearInterval(tidy);
        clearTimeout(end);
      }
    },
  };
}

/** A body of the REST API is small: who takes long to send it holds a connection and nothing else. Uploads go by the fast lane and may take their time. */
function endSlowBody(request: IncomingMessage): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding === undefined && (length === undefined || length === '0')) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, BODY_MILLISECONDS);
  request.once('close', () => clearTimeout(timer));
}

/** For what is no HTTP request at all. */
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const problem = new Problem({ ...problems.malformed, status }).toWire(traceId(childTrace(undefined)));
  const { headers, body } = renderProblem(problem, { language: 'zh', target: '' });
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${String(status)} ${status === 400 ? 'Bad Request' : 'Refused'}\r\n${lines.join('')}\r\n${body}`);
}
