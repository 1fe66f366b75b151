import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sharingNeedRegistered, type SharingNeedContent, type SharingNeedView } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ItemWording } from '../collection-list/item-wording.js';
import { SharingNeedStore } from './sharing-need.store.js';

@Injectable()
export class RegisterSharingNeed {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly needs: SharingNeedStore,
    private readonly wording: ItemWording,
  ) {}

  async run(ctx: RequestContext, content: SharingNeedContent): Promise<SharingNeedView> {
    const department = actingOrganisation(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const id = randomUUID();
        await this.needs.add(tx, { id, department, content, keys: content.dataItems.map((name) => this.wording.keyOf(name, content.name)), registeredAt: ctx.now });
        tx.announce(sharingNeedRegistered, id, { id, organisationId: department.id });
        return { ...content, id, department, registeredAt: ctx.now };
      },
      content,
    );
  }
}
