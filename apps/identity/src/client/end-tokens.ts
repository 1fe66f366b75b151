import { Inject, Injectable } from '@nestjs/common';
import { tokensEnded } from '@gongshu/contracts';
import { SETTINGS, type Transaction } from '@gongshu/service-kit';
import type { IdentitySettings } from '../identity.config.js';
import { ClientStore } from './client.store.js';

/** Ends tokens that are about, with the act that takes away what they say. Every process that verifies tokens hears it as soon as the act has committed. */
@Injectable()
export class EndTokens {
  constructor(
    private readonly clients: ClientStore,
    @Inject(SETTINGS) private readonly settings: IdentitySettings,
  ) {}

  async ofClients(tx: Transaction, clientIds: readonly string[]): Promise<void> {
    if (clientIds.length === 0) return;
    const until = new Date(Date.parse(tx.ctx.now) + this.settings.tokenSeconds * 1000).toISOString();
    for (const { clientId, generation } of await this.clients.endTokens(tx, tx.ctx.node.code, clientIds, until)) tx.announce(tokensEnded, clientId, { clientId, generation, until });
  }

  async ofPerson(tx: Transaction, organisationId: string, personId: string): Promise<void> {
    await this.ofClients(tx, await this.clients.ofPerson(tx, organisationId, personId));
  }

  async ofOrganisation(tx: Transaction, organisationId: string): Promise<void> {
    await this.ofClients(tx, await this.clients.ofOrganisation(tx, organisationId));
  }

  /** Takes a role from an organisation's clients, and with it the tokens that say it. */
  async withRole(tx: Transaction, organisationId: string, role: string): Promise<void> {
    await this.ofClients(tx, await this.clients.takeRole(tx, organisationId, role));
  }
}
