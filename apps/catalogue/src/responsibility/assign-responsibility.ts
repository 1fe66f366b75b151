import { Injectable } from '@nestjs/common';
import { responsibilityAssigned, type NamedOrganisation, type Party } from '@gongshu/contracts';
import { actingOrganisation, isSameOrganisation, type Transaction } from '@gongshu/service-kit';
import { Responsibilities, type Subject } from './responsibilities.js';

/** An assignment with what it rests on. */
export interface Grounds {
  readonly article: string;
  readonly reasons: string;
}

/** Makes an organisation responsible for a class or a domain. The authority does so for its own level and division, and nobody else is touched by it. */
@Injectable()
export class AssignResponsibility {
  constructor(private readonly responsibilities: Responsibilities) {}

  /** By the data authority of the caller's level. Saying the same again changes nothing. */
  async byAuthority(tx: Transaction, subject: Subject, { id, name }: NamedOrganisation, grounds: Grounds): Promise<void> {
    const { division, level, node } = actingOrganisation(tx.ctx);
    await this.responsibilities.lock(tx, subject);
    await this.give(tx, subject, { id, name, division, level, node }, grounds);
  }

  /** For whoever holds the lock of the subject already. */
  async give(tx: Transaction, subject: Subject, organisation: Party, grounds: Grounds): Promise<void> {
    const former = await this.responsibilities.at(tx, subject, organisation);
    if (former !== undefined && isSameOrganisation(former, organisation)) return;
    await this.responsibilities.replace(tx, subject, organisation, grounds);
    const { division, level, id: organisationId } = organisation;
    tx.announce(responsibilityAssigned, `${subject.of}/${subject.code}`, { ...subject, division, level, organisationId, formerOrganisationId: former?.id ?? null, article: grounds.article });
  }
}
