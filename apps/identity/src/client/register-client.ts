import { Injectable } from '@nestjs/common';
import { ALL_REQUESTS, clientRegistered, DATA_SCOPES, identityProblems, Problem, problems, type ClientCredentials, type RegisterClient as Registration } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { NameFirstAuthority } from '../authority/name-first-authority.js';
import { FindOrganisation } from '../organisation/find-organisation.js';
import { FindDuties } from '../staff/find-duties.js';
import { rolesOfDuties } from './client-rights.js';
import { hashSecret, newSecret } from './client-secret.js';
import { ClientStore, type Client } from './client.store.js';
import { EndTokens } from './end-tokens.js';

const invalid = (pointer: string, code: string, detail: string): Problem => new Problem(problems.invalidInput, { errors: [{ pointer, code, detail }] });

/** What a contractor's scope may name. */
function isKnownAct(name: string): boolean {
  return (DATA_SCOPES as readonly string[]).includes(name) || ALL_REQUESTS.some(({ service, name: request, http }) => http !== null && name === `${service}.${request}`);
}

/** A contractor acts within a scope and until a day; nobody else has either. @throws Problem with a pointer */
function contractMustBeWhole({ kind = 'ORDINARY', scope, expiresOn, personId }: Registration, today: string): void {
  if (kind === 'ORDINARY') {
    if (scope !== undefined) throw invalid('/scope', 'contractor-only', 'only a contractor has a scope');
    if (expiresOn !== undefined) throw invalid('/expiresOn', 'contractor-only', 'only a contractor expires');
    return;
  }
  if (scope === undefined) throw invalid('/scope', 'required', 'a contractor may do what its scope names');
  const unknown = scope.findIndex((name) => !isKnownAct(name));
  if (unknown !== -1) throw invalid(`/scope/${String(unknown)}`, 'unknown-act', 'neither a request of the API nor a kind of data call');
  if (expiresOn === undefined) throw invalid('/expiresOn', 'required', 'a contractor’s access ends on a day');
  if (expiresOn < today) throw invalid('/expiresOn', 'past', 'the day is over');
  if (personId !== undefined) throw invalid('/personId', 'contractor', 'a contractor is nobody of the organisation');
}

/** Registers a client, or gives a known one a new secret. The secret is in this answer and nowhere else, so the answer is not kept for repetition. */
@Injectable()
export class RegisterClient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findOrganisation: FindOrganisation,
    private readonly findDuties: FindDuties,
    private readonly nameFirstAuthority: NameFirstAuthority,
    private readonly clients: ClientStore,
    private readonly endTokens: EndTokens,
  ) {}

  async run(ctx: RequestContext, input: Registration): Promise<ClientCredentials> {
    const { clientId, organisationId, roles } = input;
    contractMustBeWhole(input, localDay(ctx.now));
    const clientSecret = newSecret();
    const secret = await hashSecret(clientSecret);
    return this.unitOfWork.run(ctx, async (tx) => {
      const organisation = await this.findOrganisation.run(tx, organisationId);
      if (organisation === undefined) {
        throw new Problem(identityProblems.unknownOrganisation, { errors: [{ pointer: '/organisationId', code: 'unknown', detail: 'not registered' }] });
      }
      await this.personMustHoldDuties(tx, input);
      const before = await this.clients.find(tx, clientId);
      if (before?.secret === null) throw new Problem(identityProblems.nameTaken);
      const client = { clientId, organisationId, roles, secret, active: true, personId: input.personId ?? null, scope: input.scope ?? null, expiresOn: input.expiresOn ?? null };
      await this.clients.save(tx, client);
      if (before !== undefined && !saysTheSame(before, client)) await this.endTokens.ofClients(tx, [clientId]);
      if (roles.includes('DATA_AUTHORITY') && client.scope === null) await this.nameFirstAuthority.run(tx, organisation);
      tx.announce(clientRegistered, clientId, { clientId, organisationId, roles });
      return { clientId, clientSecret, organisationId, roles };
    });
  }

  private async personMustHoldDuties(tx: Transaction, { organisationId, personId, roles }: Registration): Promise<void> {
    if (personId === undefined) return;
    const duties = await this.findDuties.run(tx, organisationId, personId);
    if (duties.length === 0) throw new Problem(identityProblems.unknownPerson, { errors: [{ pointer: '/personId', code: 'unknown', detail: personId }] });
    const given = rolesOfDuties(duties) as readonly string[];
    const beyond = roles.find((role) => !given.includes(role));
    if (beyond !== undefined) throw invalid('/roles', 'not-of-the-duties', `the person’s duties give ${given.join(', ')}`);
  }
}

/** Whether tokens of the client as it was would still be right; a new secret alone does not change what they say. */
function saysTheSame(before: Client, after: Omit<Client, 'generation'>): boolean {
  const said = ({ organisationId, roles, personId, scope, expiresOn }: Omit<Client, 'generation'>): string => JSON.stringify([organisationId, [...roles].sort(), personId, scope, expiresOn]);
  return before.active && said(before) === said(after);
}
