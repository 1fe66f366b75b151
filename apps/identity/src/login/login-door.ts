import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type Provider from 'oidc-provider';
import type { Logger } from 'pino';
import { CLOCK, LOGGER, NODE, platformContext, SETTINGS, UnitOfWork, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { FindHolder } from '../client/find-holder.js';
import type { Holder } from '../client/token-claims.js';
import { LOGIN_PATH, type IdentitySettings } from '../identity.config.js';
import { SigningKeys } from '../token-issuer/signing-keys.js';
import { LoginForms } from './login-forms.js';
import { LoginRecords } from './login-records.js';
import { messagePage, pageLanguage, sendPage } from './pages.js';
import type { ProtocolParts } from './protocol.js';
import { Userinfo } from './userinfo.js';

interface Opened {
  readonly protocol: Provider;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const DRAIN_MILLISECONDS = 5_000;
/** Longer than a gateway keeps an idle connection, so that it is the gateway who lets go. */
const KEEP_ALIVE_MILLISECONDS = 75_000;

/** The listener people log in at, by OpenID Connect; only gateways reach it, and they pass on what comes below `/oidc`. Without LOGIN_ISSUER there is none. */
@Injectable()
export class LoginDoor implements OnModuleInit, OnModuleDestroy {
  private readonly server: Server;
  private opened: { readonly kids: string; readonly door: Opened } | null = null;
  private cookieKey = '';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findHolder: FindHolder,
    private readonly signingKeys: SigningKeys,
    private readonly records: LoginRecords,
    private readonly forms: LoginForms,
    private readonly userinfo: Userinfo,
    @Inject(SETTINGS) private readonly settings: IdentitySettings,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.server = createServer({ maxHeaderSize: 16_384, keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, requestTimeout: 30_000 }, (request, response) => void this.answer(request, response));
  }

  /** The port it listens on. */
  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the login does not listen');
    return address.port;
  }

  async onModuleInit(): Promise<void> {
    if (this.settings.loginIssuer === '') return;
    this.cookieKey = await this.records.cookieKey();
    await this.door();
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.settings.loginPort, this.settings.loginHost, resolve);
    });
  }

  async onModuleDestroy(): Promise<void> {
    if (!this.server.listening) return;
    const late = setTimeout(() => this.server.closeAllConnections(), DRAIN_MILLISECONDS);
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeIdleConnections();
    });
    clearTimeout(late);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.route(request, response);
    } catch (error) {
      this.logger.error({ err: error }, 'the login failed');
      if (response.headersSent) response.destroy();
      else sendPage(response, { ...messagePage(pageLanguage(request.headers['accept-language']), 'refused'), status: 503 });
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://door').pathname;
    const below = path.startsWith(`${LOGIN_PATH}/`) ? path.slice(LOGIN_PATH.length) : null;
    if (below === null) {
      response.writeHead(404).end();
      return;
    }
    this.sayWhereWeAre(request);
    if (below === '/userinfo') return this.userinfo.answer(request, response);
    if (below === '/activation') return this.forms.activate(request, response);
    const { protocol, answer } = await this.door();
    if (below.startsWith('/interaction/')) return this.forms.logIn(request, response, protocol);
    // As if mounted below the path: the library makes its own addresses of the difference.
    Object.assign(request, { originalUrl: request.url, url: (request.url ?? '').slice(LOGIN_PATH.length) });
    return answer(request, response);
  }

  /** Addresses are made of the issuer as configured, never of what a caller claims. */
  private sayWhereWeAre(request: IncomingMessage): void {
    const { protocol, host } = new URL(this.settings.loginIssuer);
    for (const name of Object.keys(request.headers)) if (name.startsWith('x-forwarded-')) delete request.headers[name];
    Object.assign(request.headers, { 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-host': host });
  }

  /** The protocol with the keys of this moment: made anew when they change, which ends nothing that is under way. */
  private async door(): Promise<Opened> {
    const keys = await this.signingKeys.published(this.context());
    const kids = keys.map(({ kid }) => kid).join(' ');
    if (this.opened?.kids !== kids) this.opened = { kids, door: await this.open(keys) };
    return this.opened.door;
  }

  private async open(keys: ProtocolParts['keys']): Promise<Opened> {
    // The library is loaded where people log in, and not in every test of this service.
    const { createProtocol } = await import('./protocol.js');
    const { loginIssuer: issuer, tokenSeconds } = this.settings;
    const { cookieKey, records, node, clock, logger } = this;
    const onFailure = ({ name, message, stack }: Error): void => logger.error({ err: { name, message, stack } }, 'the login protocol failed');
    const protocol = createProtocol({ issuer, keys, cookieKey, tokenSeconds, records, node, clock, holder: (accountId) => this.holder(accountId), onFailure });
    return { protocol, answer: protocol.callback() };
  }

  private holder(accountId: string): Promise<Holder | null> {
    return this.unitOfWork.read(this.context(), (tx) => this.findHolder.run(tx, accountId));
  }

  private context(): RequestContext {
    return platformContext(this.node, this.clock, 'login');
  }
}
