import { issueToken, registerClient, registerOrganisation, type Organisation, type RegisterClient, type RequestDefinition, type Role } from '@gongshu/contracts';
import type { ServiceDefinition } from '@gongshu/service-kit';
import { creditCode } from './credit-code.js';
import { startTestService, type TestService, type TestServiceOptions } from './test-service.js';

const OPERATOR_SECRET = 'operator-secret';

/** An organisation before it is registered: what a test leaves out is an ordinary department of the node's own place. */
export type Registration = Partial<Omit<Organisation, 'id' | 'uscc'>>;

/** The identity service of a node under test, with an operator who registers what a test needs. Clients get real tokens of the service. */
export class IdentityOffice {
  private readonly secrets = new Map<string, string>();
  private serial = 0;

  private constructor(
    readonly t: TestService,
    private readonly place: { readonly code: string; readonly level: string },
  ) {}

  static async open(definition: ServiceDefinition, node: NonNullable<TestServiceOptions['node']>, options: Omit<TestServiceOptions, 'node'> = {}): Promise<IdentityOffice> {
    const office = new IdentityOffice(await startTestService(definition, { ...options, node, settings: { ...options.settings, OPERATOR_SECRET } }), node);
    office.secrets.set('platform-operator', OPERATOR_SECRET);
    return office;
  }

  /** Asks as one of its clients, with a new token. @throws Problem */
  async ask<I extends object, O extends object>(clientId: string, definition: RequestDefinition<I, O>, input: I): Promise<O> {
    return this.t.askWithToken(definition, input, await this.token(clientId));
  }

  async token(clientId: string): Promise<string> {
    return (await this.t.ask(issueToken, { grant_type: 'client_credentials', client_id: clientId, client_secret: this.secrets.get(clientId) ?? 'none' })).access_token;
  }

  /** What would be registered. */
  organisation(id: string, own: Registration = {}): Organisation {
    this.serial += 1;
    const division = own.division ?? this.place.code;
    return { id, name: id, level: this.place.level, kind: 'GOVERNMENT_DEPARTMENT', ...own, division, uscc: creditCode(division, this.serial) };
  }

  /** Registers an organisation, by the operator unless another client is named. @throws Problem */
  register(id: string, own: Registration = {}, by = 'platform-operator'): Promise<Organisation> {
    return this.ask(by, registerOrganisation, this.organisation(id, own));
  }

  /** Registers a client, whose id is answered. @throws Problem */
  async client(clientId: string, organisationId: string, roles: Role[], own: Partial<RegisterClient> = {}): Promise<string> {
    const { clientSecret } = await this.ask('platform-operator', registerClient, { clientId, organisationId, roles, ...own });
    this.secrets.set(clientId, clientSecret);
    return clientId;
  }

  /** An organisation with one client of the same id. */
  async party(id: string, roles: Role[], own: Registration = {}): Promise<string> {
    await this.register(id, own);
    return this.client(id, id, roles);
  }

  stop(): Promise<void> {
    return this.t.stop();
  }
}
