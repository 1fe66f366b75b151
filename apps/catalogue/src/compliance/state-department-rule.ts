import { Injectable } from '@nestjs/common';
import {
  departmentRuleStated,
  Problem,
  problems,
  type CollectionProcedureContent,
  type CollectionProcedureView,
  type DepartmentRule,
  type DepartmentRuleId,
  type Party,
  type UpdatePolicyContent,
  type UpdatePolicyView,
} from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { Departments } from '../department/departments.js';
import { DepartmentRuleStore } from './department-rule.store.js';

type Stated<C> = C & { readonly department: Party; readonly version: number; readonly statedAt: string };

/** Rules a department gives itself, because the law demands that it has some: who updates its catalogue (fushun 10), how it collects (jian 12). */
@Injectable()
export class StateDepartmentRule {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rules: DepartmentRuleStore,
    private readonly departments: Departments,
  ) {}

  setUpdatePolicy(ctx: RequestContext, input: UpdatePolicyContent): Promise<UpdatePolicyView> {
    return this.state(ctx, 'UPDATE_POLICY', input);
  }

  setCollectionProcedure(ctx: RequestContext, input: CollectionProcedureContent): Promise<CollectionProcedureView> {
    return this.state(ctx, 'COLLECTION_PROCEDURE', input);
  }

  updatePolicy(ctx: RequestContext, { organisationId }: DepartmentRuleId): Promise<UpdatePolicyView> {
    return this.read<UpdatePolicyContent>(ctx, 'UPDATE_POLICY', organisationId);
  }

  collectionProcedure(ctx: RequestContext, { organisationId }: DepartmentRuleId): Promise<CollectionProcedureView> {
    return this.read<CollectionProcedureContent>(ctx, 'COLLECTION_PROCEDURE', organisationId);
  }

  /** Which rules a department has stated, without their text. */
  async statedBy(tx: Transaction, departmentId: string): Promise<DepartmentRule[]> {
    return (await this.rules.of(tx, departmentId)).map(({ kind, version, statedAt }) => ({ kind, version, statedAt }));
  }

  private state<C extends object>(ctx: RequestContext, kind: string, input: C): Promise<Stated<C>> {
    const department = actingOrganisation(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.departments.know(tx, department);
        const version = await this.rules.state(tx, department.id, kind, input);
        tx.announce(departmentRuleStated, department.id, { organisationId: department.id, kind, version });
        return { ...input, department, version, statedAt: ctx.now };
      },
      input,
    );
  }

  /** @throws Problem 404 as long as the department has stated none */
  private read<C extends object>(ctx: RequestContext, kind: string, departmentId: string): Promise<Stated<C>> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const department = await this.departments.load(tx, departmentId);
      const rule = (await this.rules.of(tx, departmentId)).find((stated) => stated.kind === kind);
      if (department === undefined || rule === undefined) throw new Problem(problems.notFound);
      return { ...(rule.content as C), department, version: rule.version, statedAt: rule.statedAt };
    });
  }
}
