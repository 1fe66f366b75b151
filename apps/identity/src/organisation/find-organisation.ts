import { Injectable } from '@nestjs/common';
import type { Organisation } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { OrganisationStore } from './organisation.store.js';

/** An organisation of this node; undefined when none of that id is registered. */
@Injectable()
export class FindOrganisation {
  constructor(private readonly organisations: OrganisationStore) {}

  run(tx: Transaction, id: string): Promise<Organisation | undefined> {
    return this.organisations.find(tx, id);
  }
}
