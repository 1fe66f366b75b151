import { Controller } from '@nestjs/common';
import { entryPublished, organisationRegistered, type EventOf } from '@gongshu/contracts';
import { NodeRegulation, optionalList, Reacts, type Transaction } from '@gongshu/service-kit';
import { Departments } from './departments.js';

@Controller()
export class WhenDepartmentAppears {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly departments: Departments,
  ) {}

  /** What governs or runs the platform is no department that has data. */
  @Reacts(organisationRegistered, { as: 'when-department-registered' })
  async registered({ node, data: { kind, id, name, division, level } }: EventOf<typeof organisationRegistered>, tx: Transaction): Promise<void> {
    if (!optionalList(this.regulation.pack, 'party.institutions').includes(kind)) await this.departments.know(tx, { id, name, division, level, node });
  }

  @Reacts(entryPublished, { as: 'when-department-published' })
  async published({ data }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    await this.departments.know(tx, data.provider);
  }
}
