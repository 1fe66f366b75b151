import { Controller } from '@nestjs/common';
import { findNodes, PageQuery, registerNode, RegisterNode as Registration, type NodePage, type NodeView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindNodes } from './find-nodes.js';
import { RegisterNode } from './register-node.js';

@Controller()
export class NodeController {
  constructor(
    private readonly registration: RegisterNode,
    private readonly nodes: FindNodes,
  ) {}

  @Answers(registerNode)
  register(input: Registration, ctx: RequestContext): Promise<NodeView> {
    return this.registration.run(ctx, input);
  }

  @Answers(findNodes)
  find(input: PageQuery, ctx: RequestContext): Promise<NodePage> {
    return this.nodes.run(ctx, input);
  }
}
