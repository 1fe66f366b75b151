import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Problem, problems } from '@gongshu/contracts';
import { childTrace, LOGGER, problemFromError, SETTINGS } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';
import { busyProblem } from '../streams/stream-database.js';
import { BrowseRoute } from './browse.route.js';
import { FileRoute } from './file.route.js';
import { PackagesRoute } from './packages.route.js';
import { RecordsRoute } from './records.route.js';
import { RowsRoute } from './rows.route.js';
import { VersionsRoute } from './versions.route.js';

/** A ticket names every column that may leave; an entry may have 300 of 63 characters. */
const MOST_HEADER_BYTES = 64 * 1024;
/** Longer than a gateway keeps an idle connection, so that it is the gateway who lets go. */
const KEEP_ALIVE_MILLISECONDS = 75_000;
const DRAIN_MILLISECONDS = 10_000;

/** The listener rows come in and go out by; only gateways reach it. Starts and stops with the service. */
@Injectable()
export class DataPlane implements OnModuleInit, OnModuleDestroy {
  private readonly server: Server;

  constructor(
    private readonly versions: VersionsRoute,
    private readonly records: RecordsRoute,
    private readonly rows: RowsRoute,
    private readonly file: FileRoute,
    private readonly browsing: BrowseRoute,
    private readonly packages: PackagesRoute,
    @Inject(SETTINGS) private readonly settings: ExchangeSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const options = { maxHeaderSize: MOST_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, requestTimeout: 0 };
    this.server = createServer(options, (request, response) => void this.answer(request, response));
    this.server.timeout = settings.dataPlaneIdleSeconds * 1000;
  }

  /** The port it listens on. */
  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the data plane does not listen');
    return address.port;
  }

  async onModuleInit(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.settings.dataPlanePort, this.settings.dataPlaneHost, resolve);
    });
  }

  async onModuleDestroy(): Promise<void> {
    const late = setTimeout(() => this.server.closeAllConnections(), DRAIN_MILLISECONDS);
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
    clearTimeout(late);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const traceparent = childTrace(typeof request.headers.traceparent === 'string' ? request.headers.traceparent : undefined);
    try {
      await this.route(request, response, traceparent);
    } catch (error) {
      if (request.socket.destroyed) {
        this.logger.debug({ err: error }, 'the caller left');
        return;
      }
      this.refuse(response, busyProblem(error) ?? error, traceparent);
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse, traceparent: string): Promise<void> {
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    const parameters = new URLSearchParams(query);
    const [, kind = '', id] = /^\/([a-z]+)(?:\/([^/]+))?$/.exec(path) ?? [];
    const routes: Readonly<Record<string, readonly [method: string, run: () => Promise<void>]>> =
      id === undefined
        ? {
            rows: ['GET', () => this.rows.answer(request, response, parameters, traceparent)],
            file: ['GET', () => this.file.answer(request, response, parameters, traceparent)],
            browse: ['GET', () => this.browsing.answer(request, response, parameters, traceparent)],
            packages: ['POST', () => this.packages.make(request, response, parameters, traceparent)],
          }
        : {
            versions: ['POST', () => this.versions.answer(request, response, id, traceparent)],
            records: ['POST', () => this.records.answer(request, response, id, parameters, traceparent)],
            packages: ['GET', () => this.packages.send(request, response, id, parameters, traceparent)],
          };
    const [method, run] = Object.hasOwn(routes, kind) ? (routes[kind] ?? []) : [];
    if (method === undefined || run === undefined) throw new Problem(problems.notFound);
    if (request.method !== method) throw new Problem(problems.methodNotAllowed, { allowed: [method] });
    await run();
  }

  private refuse(response: ServerResponse, error: unknown, traceparent: string): void {
    const problem = problemFromError(error, traceparent, this.logger);
    if (response.headersSent) {
      // Rows are under way: an answer that ended properly would look complete.
      response.destroy();
      return;
    }
    const retry = problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(problem.retryAfterSeconds) };
    const allow = problem.status === problems.methodNotAllowed.status ? { allow: (problem.allowed ?? []).join(', ') } : {};
    response.writeHead(problem.status, { 'content-type': 'application/problem+json', traceparent, ...retry, ...allow }).end(JSON.stringify(problem));
  }
}
