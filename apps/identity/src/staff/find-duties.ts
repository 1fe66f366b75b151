import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { StaffStore } from './staff.store.js';

/** Duties a person of an organisation holds now; none for somebody unknown or no longer in office. */
@Injectable()
export class FindDuties {
  constructor(private readonly staff: StaffStore) {}

  async run(tx: Transaction, organisationId: string, personId: string): Promise<readonly string[]> {
    const person = await this.staff.find(tx, organisationId, personId);
    return person === undefined || person.until !== null ? [] : person.duties;
  }
}
