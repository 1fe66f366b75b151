import { setTimeout as delay } from 'node:timers/promises';
import { connect, PermissionViolationError, RequestError, TimeoutError, type Msg, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { federationSubject, federationUser, inboxPrefix, Problem, problems } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import { childTrace } from '../context/trace.js';
import { problemFromError } from '../problems/problem-from-error.js';
import { connectionOptions } from './bus-connection.js';
import { decode, encode, wantsAnswerIn, type Reply } from './wire.js';

export interface FederationLinkOptions {
  /** Division code of this node; the link speaks as `fed-<own>`. */
  readonly own: string;
  /** NATS server the link leads to: the node's own, where its children call, or its parent's. */
  readonly url: string;
  readonly password: string;
  /** CA certificate of the server; empty means no TLS (loopback only). */
  readonly caFile: string;
  /** Whose calls are served: the parent's code on the parent's server, `*` on the own server. */
  readonly callers: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Answers a call. `caller` is the code in the subject, which the server lets nobody else use. A thrown Problem is answered as a refusal. */
export type FederationHandler = (caller: string, body: unknown) => Promise<unknown>;

export interface CallOptions {
  /** 5,000 when absent. */
  readonly timeoutMilliseconds?: number;
  /** Sends even to a node that was not heard of for long: how it is found again. */
  readonly probe?: boolean;
}

const HEARD_WITHIN_MILLISECONDS = 30_000;
const CONNECT_MILLISECONDS = 5_000;
const CALL_MILLISECONDS = 5_000;
const RETRY_MILLISECONDS = 500;

/**
 * A node's client on the federation account of one NATS server: calls other nodes and answers them. The connection is kept up in the background, so that a neighbour that is away
 * holds up nothing.
 */
export class FederationLink {
  private readonly handlers = new Map<string, FederationHandler>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly asking = new Set<() => void>();
  private readonly heard = new Map<string, number>();
  private connected: () => void = () => undefined;
  private connection: NatsConnection | null = null;
  private up = false;
  private closing = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly options: FederationLinkOptions) {}

  /** Serves a verb (it may have dots) from the next connection on: call before `start`. */
  serve(verb: string, handler: FederationHandler): void {
    this.handlers.set(verb, handler);
  }

  /** Told on every connection and reconnection. */
  onConnected(listener: () => void): void {
    this.connected = listener;
  }

  /**
   * Connects, and stays connected until `close`.
   *
   * @param patience `now`: the first connection must succeed; `whenever`: it may come at any later time
   * @throws Error what the server said, with `now`
   */
  async start(patience: 'now' | 'whenever'): Promise<void> {
    const first = patience === 'now' ? await this.connect() : null;
    this.loop = this.stayConnected(first);
  }

  isConnected(): boolean {
    return this.up;
  }

  /** Milliseconds since the epoch when a node last called or answered; undefined when it never did. */
  heardAt(node: string): number | undefined {
    return this.heard.get(node);
  }

  /**
   * Asks another node.
   *
   * @throws Problem the other node's refusal; `federation/node-unreachable` when the link is down, nobody answers there, or (without sending) when a known node was not heard of for
   * 30 s; `federation/node-timeout` when the outcome is unknown: repeat with the same content
   */
  async call(target: string, verb: string, body: unknown, options: CallOptions = {}): Promise<unknown> {
    const connection = this.connection;
    const heard = this.heard.get(target);
    const silent = options.probe !== true && heard !== undefined && this.options.clock.now() - heard > HEARD_WITHIN_MILLISECONDS;
    if (connection === null || !this.up || silent) throw new Problem(problems.nodeUnreachable);
    let answer: Reply;
    try {
      const message = await this.untilLost(connection.request(federationSubject(target, this.options.own, verb), encode(body), { timeout: options.timeoutMilliseconds ?? CALL_MILLISECONDS }));
      answer = decode(message.data) as Reply;
    } catch (error) {
      throw callFailure(error, connection);
    }
    this.hear(target);
    if ('problem' in answer) throw Problem.fromWire(answer.problem);
    return answer.data;
  }

  /** Tells another node without waiting for anything; lost when the link is down. */
  send(target: string, verb: string, body: unknown): void {
    if (this.up) this.connection?.publish(federationSubject(target, this.options.own, verb), encode(body));
  }

  /** Finishes the answers in hand and disconnects. Calls under way are refused. */
  async close(): Promise<void> {
    this.closing.abort();
    const connection = this.connection;
    if (connection !== null && !connection.isClosed()) {
      if (this.up) {
        // Without subscriptions whoever calls now learns at once that nobody is there.
        await connection.flush().catch(() => undefined);
        // Nobody waits longer for an answer than a call lasts.
        const enough = new AbortController();
        await Promise.race([Promise.allSettled(this.underWay), delay(CALL_MILLISECONDS, undefined, { signal: enough.signal }).catch(() => undefined)]);
        enough.abort();
        await connection.flush().catch(() => undefined);
      }
      await connection.close();
    }
    await this.loop;
  }

  private async stayConnected(first: NatsConnection | null): Promise<void> {
    let connection = first;
    while (!this.closing.signal.aborted) {
      try {
        connection ??= await this.connect();
        const reason = await connection.closed();
        if (reason !== undefined) throw reason;
      } catch (error) {
        if (this.closing.signal.aborted) return;
        this.options.logger.warn({ err: error, url: this.options.url }, 'federation link is down');
        await delay(RETRY_MILLISECONDS * (1 + Math.random()), undefined, { signal: this.closing.signal }).catch(() => undefined);
      }
      this.up = false;
      connection = null;
    }
  }

  private async connect(): Promise<NatsConnection> {
    const { own, url, password, caFile } = this.options;
    const user = federationUser(own);
    const connection = await connect({ ...connectionOptions({ url, user, password, caFile, name: `${own} federation` }), waitOnFirstConnect: false, timeout: CONNECT_MILLISECONDS });
    if (this.closing.signal.aborted) {
      await connection.close();
      return connection;
    }
    this.connection = connection;
    for (const verb of this.handlers.keys()) this.subscribe(connection, verb);
    void this.watch(connection);
    await connection.flush();
    this.up = true;
    this.connected();
    return connection;
  }

  /** An answer cannot come over a connection that is gone: waiting for the time-out would only delay the repetition. */
  private async untilLost(request: Promise<Msg>): Promise<Msg> {
    let lost: (() => void) | undefined;
    const loss = new Promise<never>((_resolve, reject) => {
      lost = () => reject(new Problem(problems.nodeTimeout));
      this.asking.add(lost);
    });
    try {
      return await Promise.race([request, loss]);
    } finally {
      if (lost !== undefined) this.asking.delete(lost);
    }
  }

  private subscribe(connection: NatsConnection, verb: string): void {
    const subscription = connection.subscribe(federationSubject(this.options.own, this.options.callers, verb), {
      queue: 'federation',
      callback: (error, message) => {
        if (error !== null) {
          this.options.logger.error({ err: error, verb }, 'federation subscription refused');
          return;
        }
        const work = this.answer(verb, message).finally(() => this.underWay.delete(work));
        this.underWay.add(work);
      },
    });
    this.closing.signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
  }

  private async answer(verb: string, message: Msg): Promise<void> {
    const caller = message.subject.split('.')[3] ?? '';
    this.hear(caller);
    const wantsAnswer = message.reply !== undefined && message.reply !== '';
    if (wantsAnswer && !wantsAnswerIn(message, inboxPrefix(federationUser(caller)))) {
      this.options.logger.warn({ subject: message.subject, reply: message.reply }, 'wants its answer elsewhere than in its own inbox');
      return;
    }
    let reply: Reply;
    try {
      reply = { data: (await this.handlers.get(verb)?.(caller, body(message))) ?? {} };
    } catch (error) {
      reply = { problem: problemFromError(error, childTrace(undefined), this.options.logger) };
    }
    if (wantsAnswer) message.respond(encode(reply));
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        this.up = false;
        for (const lost of this.asking) lost();
      }
      if (status.type === 'error') this.options.logger.warn({ status: String(status.error) }, 'federation link');
      if (status.type !== 'reconnect') continue;
      this.up = true;
      this.connected();
    }
  }

  private hear(node: string): void {
    this.heard.set(node, this.options.clock.now());
  }
}

function body(message: Msg): unknown {
  try {
    return decode(message.data);
  } catch {
    throw new Problem(problems.malformed);
  }
}

function callFailure(error: unknown, connection: NatsConnection): unknown {
  if (error instanceof RequestError && error.isNoResponders()) return new Problem(problems.nodeUnreachable);
  const cause = error instanceof RequestError ? error.cause : error;
  if (error instanceof TimeoutError || cause instanceof TimeoutError) return new Problem(problems.nodeTimeout);
  if (cause instanceof PermissionViolationError) return new Problem(problems.forbidden);
  if (connection.isClosed()) return new Problem(problems.nodeUnreachable);
  return error;
}
