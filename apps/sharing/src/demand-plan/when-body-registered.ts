import { Controller } from '@nestjs/common';
import { organisationRegistered, type EventOf } from '@gongshu/contracts';
import { NodeRegulation, optionalList, Reacts, type Transaction } from '@gongshu/service-kit';
import { PlanningBodyStore } from './planning-body.store.js';

@Controller()
export class WhenBodyRegistered {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly bodies: PlanningBodyStore,
  ) {}

  /** What governs or runs the platform has no demand of its own to plan. */
  @Reacts(organisationRegistered, { as: 'when-body-registered' })
  async keep({ node, time, data: { kind, id, name, division, level } }: EventOf<typeof organisationRegistered>, tx: Transaction): Promise<void> {
    if (!optionalList(this.regulation.pack, 'party.institutions').includes(kind)) await this.bodies.keep(tx, { id, name, division, level, node }, time);
  }
}
