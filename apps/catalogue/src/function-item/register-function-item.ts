import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { functionItemChanged, type FunctionItemContent, type FunctionItemView } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { Departments } from '../department/departments.js';
import { FunctionItemStore, functionView } from './function-item.store.js';

@Injectable()
export class RegisterFunctionItem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly functions: FunctionItemStore,
    private readonly departments: Departments,
  ) {}

  async run(ctx: RequestContext, content: FunctionItemContent): Promise<FunctionItemView> {
    const department = actingOrganisation(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const item = { id: randomUUID(), department, content, registeredAt: ctx.now, withdrawalReasons: null, entries: [] };
        await this.departments.know(tx, department);
        await this.functions.add(tx, item);
        tx.announce(functionItemChanged, item.id, { id: item.id, organisationId: department.id, state: 'IN_FORCE' });
        return functionView(item);
      },
      content,
    );
  }
}
