import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { informationSystemChanged, type InformationSystemContent, type InformationSystemView, type ReviseInformationSystem } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { ItemWording } from '../collection-list/item-wording.js';
import { PublishedItems } from '../collection-list/published-items.js';
import { Departments } from '../department/departments.js';
import { systemView, uncatalogued, type InformationSystem } from './information-system.js';
import { InformationSystemStore } from './information-system.store.js';

/** A department tells which systems it has and which data they hold, so that what is missing in its catalogue can be seen. */
@Injectable()
export class RegisterInformationSystem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly systems: InformationSystemStore,
    private readonly departments: Departments,
    private readonly published: PublishedItems,
    private readonly wording: ItemWording,
  ) {}

  async register(ctx: RequestContext, content: InformationSystemContent): Promise<InformationSystemView> {
    const department = actingOrganisation(ctx);
    return this.unitOfWork.run(ctx, (tx) => this.keep(tx, { id: randomUUID(), department, content, registeredAt: ctx.now }), content);
  }

  async revise(ctx: RequestContext, input: ReviseInformationSystem): Promise<InformationSystemView> {
    const { id, ...content } = input;
    return this.unitOfWork.run(ctx, async (tx) => this.keep(tx, { ...(await this.systems.loadOwn(tx, id, actingOrganisation(ctx))), content }), input);
  }

  private async keep(tx: Transaction, system: InformationSystem): Promise<InformationSystemView> {
    const { id, department, content } = system;
    await this.departments.know(tx, department);
    await this.systems.save(tx, system);
    tx.announce(informationSystemChanged, id, { id, organisationId: department.id, dataSets: content.dataSets.length });
    return systemView(system, uncatalogued(system, await this.published.ofDepartment(tx, department.id), (one, other) => this.wording.isSameDataSet(one, other)));
  }
}
