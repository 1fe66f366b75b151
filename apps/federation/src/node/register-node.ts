import { Inject, Injectable } from '@nestjs/common';
import { federationProblems, nodeRegistered, Problem, problems, type Level, type NodeView, type RegisterNode as Registration } from '@gongshu/contracts';
import { mayRunNode, type EffectivePack } from '@gongshu/regulation';
import { citation, covers, NODE, NodeRegulation, UnitOfWork, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { Lanes } from '../lane/lanes.js';
import { viewOf } from './find-nodes.js';
import { levelsOf, type Neighbour, type NodeKind } from './node.js';
import { NodeStore } from './node.store.js';

/** Admits a node or tenant of the territory, where the regulation in force allows its kind (hebei 31). */
@Injectable()
export class RegisterNode {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly nodes: NodeStore,
    private readonly lanes: Lanes,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async run(ctx: RequestContext, input: Registration): Promise<NodeView> {
    // A tenant's data authority carries the role too, but the territory is not its to divide.
    if (!ctx.roles.includes('OPERATOR') && ctx.organisation?.division !== this.node.code) throw new Problem(problems.forbidden);
    if (input.code === this.node.code || !covers(this.node.code, input.code)) throw new Problem(federationProblems.outsideTerritory);
    const level = levelsOf(input.code).find((possible) => possible === input.level);
    if (level === undefined) {
      throw new Problem(problems.invalidInput, { errors: [{ pointer: '/level', code: 'levelOfCode', detail: `${input.code} is the code of a ${levelsOf(input.code).join(' or ')}` }] });
    }
    const kind = input.kind as NodeKind;
    const article = permittedBy(this.regulation.pack, level, kind, input.constructionPlan !== undefined);
    return this.unitOfWork.run(ctx, async (tx) => {
      const known = await this.nodes.loadForUpdate(tx, input.code);
      const node: Neighbour = {
        ...(known ?? { epoch: null, gatewayUrl: null, issuer: null, tokenKeys: null, software: null, lastHeardAt: null }),
        relation: 'CHILD', code: input.code, kind, name: input.name, level, article, constructionPlan: input.constructionPlan ?? null,
      };
      await this.nodes.save(tx, node);
      if (kind === 'NODE') await this.lanes.open(tx, node.code);
      if (known === undefined || known.kind !== kind || known.name !== node.name || known.constructionPlan !== node.constructionPlan) {
        tx.announce(nodeRegistered, node.code, { code: node.code, name: node.name, level, kind, article });
      }
      return viewOf(node, ctx.now);
    }, input);
  }
}

/** The article that allows it. @throws Problem that cites the one that does not */
function permittedBy(pack: EffectivePack, level: Level, kind: NodeKind, constructionPlanReviewed: boolean): string {
  const answer = mayRunNode(pack, { level, kind, constructionPlanReviewed });
  if (answer.allowed) return answer.source.article;
  const definition = answer.code === 'node-kind-not-allowed' ? federationProblems.kindNotAllowed : federationProblems.planRequired;
  throw new Problem(definition, {
    detail: answer.message,
    ...(answer.source === null ? {} : { article: citation(answer.source) }),
    ...(answer.code === 'construction-plan-not-reviewed' ? { errors: [{ pointer: '/constructionPlan', code: 'required', detail: 'number of the reviewed construction plan' }] } : {}),
  });
}
