import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT, type JWK } from 'jose';
import type { Party, Role, TokenIssuer } from '@gongshu/contracts';
import { issuerOf, TOKEN_ALGORITHM, TOKEN_AUDIENCE, type Clock } from '@gongshu/service-kit';

/** Somebody who acts in a test: a client of an organisation, with roles. */
export interface TestParty {
  readonly client: string;
  readonly organisation: string;
  readonly name: string;
  readonly division: string;
  readonly level: string;
  readonly roles: readonly Role[];
  /** Node whose identity service issues the token. */
  readonly node: string;
  /** A contractor's scope. */
  readonly scope?: readonly string[];
}

/** A client of an organisation, with roles. */
export function person({ id, name, division, level, node }: Party, ...roles: Role[]): TestParty {
  return { client: `${id}-client`, organisation: id, name, division, level, roles, node };
}

/** The organisation somebody acts for. */
export function partyOf({ organisation, name, division, level, node }: TestParty): Party {
  return { id: organisation, name, division, level, node };
}

interface IssuerKey {
  readonly privateKey: KeyObject;
  readonly jwk: JWK;
}

/** Plays the identity services of all nodes: one key for each. */
export class TestIssuers {
  private readonly keys = new Map<string, Promise<IssuerKey>>();

  constructor(private readonly clock: Clock) {}

  async token(party: TestParty): Promise<string> {
    const { privateKey } = await this.keyOf(party.node);
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ org: party.organisation, org_name: party.name, division: party.division, level: party.level, roles: [...party.roles], ...(party.scope === undefined ? {} : { scope: [...party.scope] }) })
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: party.node })
      .setIssuer(issuerOf(party.node))
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(party.client)
      .setIssuedAt(now)
      .setExpirationTime(now + 600)
      .setJti(randomUUID())
      .sign(privateKey);
  }

  /** What the node's identity service would answer: itself and the given neighbours. */
  async issuers(nodes: readonly string[]): Promise<TokenIssuer[]> {
    return Promise.all(
      nodes.map(async (node) => ({ issuer: issuerOf(node), node, territory: node, keys: { keys: [(await this.keyOf(node)).jwk as Record<string, unknown>] } })),
    );
  }

  private keyOf(node: string): Promise<IssuerKey> {
    let made = this.keys.get(node);
    if (made === undefined) {
      made = newKey(node);
      this.keys.set(node, made);
    }
    return made;
  }
}

async function newKey(node: string): Promise<IssuerKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: node, alg: TOKEN_ALGORITHM } };
}
