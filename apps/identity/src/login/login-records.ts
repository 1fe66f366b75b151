import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { EndTokens } from '../client/end-tokens.js';
import { LoginRecordStore, type KeptRecord } from './login-record.store.js';
import { RelyingPartyStore } from './relying-party.store.js';

/** What is kept, as the protocol library knows it. */
export type Payload = Record<string, unknown>;

/** Whoever has such a record's id has what it opens, so only a digest of the id is kept. A session's id opens nothing without the cookie's signature. */
const BEARER = new Set(['AuthorizationCode', 'RefreshToken']);
/** Ids that the library makes; nothing else is looked for. */
const ID = /^[\w~.-]{1,200}$/;

/** A working day: nobody stays logged in overnight. */
export const SESSION_SECONDS = 8 * 3600;

/** What the login keeps between requests, each act in a transaction of its own, for all replicas. */
@Injectable()
export class LoginRecords {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: LoginRecordStore,
    private readonly parties: RelyingPartyStore,
    private readonly endTokens: EndTokens,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async save(model: string, id: string, payload: Payload, seconds: number): Promise<void> {
    const { jti: _id, ...nameless } = payload;
    const text = (name: string): string | null => (typeof payload[name] === 'string' ? payload[name] : null);
    const record = {
      model,
      id: keptId(model, id),
      payload: JSON.stringify(BEARER.has(model) ? nameless : payload),
      uid: text('uid'),
      grantId: text('grantId'),
      accountId: text('accountId'),
      expiresAt: new Date(this.clock.now() + seconds * 1000).toISOString(),
    };
    await this.unitOfWork.run(this.context(), async (tx) => {
      if (model === 'Interaction') await this.store.forgetExpired(tx);
      await this.store.save(tx, record);
    });
  }

  async find(model: string, id: string): Promise<Payload | undefined> {
    if (!ID.test(id)) return undefined;
    const record = await this.unitOfWork.read(this.context(), (tx) => this.store.find(tx, model, keptId(model, id)));
    return record === undefined ? undefined : { ...payloadOf(record), jti: id };
  }

  async findByUid(model: string, uid: string): Promise<Payload | undefined> {
    const record = ID.test(uid) ? await this.unitOfWork.read(this.context(), (tx) => this.store.findByUid(tx, model, uid)) : undefined;
    return record === undefined ? undefined : payloadOf(record);
  }

  /** Marks a code or refresh token as used. Of two requests with the same one only the first may: for the second the whole grant ends, as for any replay. @returns false for the second */
  async consume(model: string, id: string): Promise<boolean> {
    return this.unitOfWork.run(this.context(), async (tx) => {
      if (await this.store.consume(tx, model, keptId(model, id))) return true;
      const record = await this.store.find(tx, model, keptId(model, id));
      if (typeof record?.grantId === 'string') await this.endTokens.ofClients(tx, await this.store.endGrant(tx, record.grantId));
      return false;
    });
  }

  async remove(model: string, id: string): Promise<void> {
    await this.unitOfWork.run(this.context(), (tx) => this.store.remove(tx, model, keptId(model, id)));
  }

  /** Ends a grant: its codes, its refresh tokens, and the access tokens of its account, which are refused everywhere from now on. */
  async endGrant(grantId: string): Promise<void> {
    await this.unitOfWork.run(this.context(), async (tx) => this.endTokens.ofClients(tx, await this.store.endGrant(tx, grantId)));
  }

  /** A registered application in the words of OAuth2 (RFC 7591). */
  async relyingParty(id: string): Promise<Payload | undefined> {
    const party = ID.test(id) ? await this.unitOfWork.read(this.context(), (tx) => this.parties.find(tx, id)) : undefined;
    if (party === undefined) return undefined;
    return {
      client_id: party.relyingPartyId,
      client_name: party.name,
      redirect_uris: party.redirectUris,
      post_logout_redirect_uris: party.postLogoutRedirectUris ?? [],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      default_max_age: SESSION_SECONDS,
    };
  }

  /** The key that signs cookies. */
  cookieKey(): Promise<string> {
    const made = randomBytes(32).toString('base64url');
    return this.unitOfWork.run(this.context(), (tx) => this.store.cookieKey(tx, made));
  }

  private context(): RequestContext {
    return platformContext(this.node, this.clock, 'login');
  }
}

function keptId(model: string, id: string): string {
  return BEARER.has(model) ? createHash('sha256').update(id).digest('base64url') : id;
}

function payloadOf({ payload, consumed }: KeptRecord): Payload {
  return { ...(JSON.parse(payload) as Payload), ...(consumed === null ? {} : { consumed }) };
}
