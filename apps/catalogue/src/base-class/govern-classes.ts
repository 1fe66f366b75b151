import { Injectable } from '@nestjs/common';
import { catalogueClassAdded, classProblems, Problem, problems, type AddCatalogueClass, type AssignClassLead, type CatalogueClassRecord, type CatalogueClassView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { AssignResponsibility } from '../responsibility/assign-responsibility.js';
import { articleOf } from '../responsibility/provision.js';
import { CLASS_KEYS, type ClassKind } from './catalogue-class.js';
import { ClassStore } from './class.store.js';
import { FindClasses } from './find-classes.js';

/** What the data authority does with classes: adds one, and says which department of its own level leads one. */
@Injectable()
export class GovernClasses {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly classes: ClassStore,
    private readonly finding: FindClasses,
    private readonly assigning: AssignResponsibility,
  ) {}

  /** @throws Problem 403 for an authority that is not the node's; 409 for a class there is */
  async add(ctx: RequestContext, input: AddCatalogueClass): Promise<CatalogueClassView> {
    // The list is one for the node; its levels and divisions differ in their leads alone.
    if (ctx.organisation?.division !== ctx.node.code) throw new Problem(problems.forbidden);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { code, label } = input;
        const kind = input.kind as ClassKind;
        if ((await this.finding.all(tx)).some((one) => one.code === code) || !(await this.classes.add(tx, { kind, code, label }))) throw new Problem(classProblems.classExists);
        tx.announce(catalogueClassAdded, code, { code, kind });
        const { history: _history, contributors: _contributors, ...view } = await this.finding.record(tx, code);
        return view;
      },
      input,
    );
  }

  /** @throws Problem 404 for an unknown class */
  async assignLead(ctx: RequestContext, input: AssignClassLead): Promise<CatalogueClassRecord> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { code, organisation, reasons } = input;
        const { kind } = await this.finding.named(tx, code);
        await this.assigning.byAuthority(tx, { of: 'CLASS', code }, organisation, { article: articleOf(this.regulation.pack, CLASS_KEYS[kind].leads), reasons });
        return this.finding.record(tx, code);
      },
      input,
    );
  }
}
