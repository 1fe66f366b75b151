import { Inject, Injectable } from '@nestjs/common';
import { Hello, type HelloAnswer } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { Lanes } from '../lane/lanes.js';
import { Introduction } from '../link/introduction.js';
import { readMessage } from '../link/read-message.js';
import { DistantNodes } from './distant-nodes.js';
import { GreetParent } from './greet-parent.js';
import { Neighbours } from './neighbours.js';

/** A child says hello: it is known and alive, and learns how far its lanes have come here. */
@Injectable()
export class AnswerHello {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly neighbours: Neighbours,
    private readonly distantNodes: DistantNodes,
    private readonly lanes: Lanes,
    private readonly greetParent: GreetParent,
    private readonly introduction: Introduction,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `federation/not-registered`, `input/invalid` */
  async run(caller: string, body: unknown): Promise<HelloAnswer> {
    const hello = readMessage(Hello, body);
    const own = await this.introduction.compose();
    let anyNew = false;
    const answer = await this.unitOfWork.run(platformContext(this.node, this.clock, 'hello'), async (tx) => {
      const child = await this.neighbours.requireChild(tx, caller);
      if (!(await this.neighbours.sameEpoch(tx, child, hello.epoch))) await this.lanes.freezeAll(tx, caller, `the child's database is another one: epoch ${hello.epoch}`);
      const newOfChild = await this.neighbours.heard(tx, caller, hello);
      anyNew = (await this.distantNodes.heardOfBelow(tx, caller, hello.below ?? [])) || newOfChild;
      return { ...own, node: this.node.code, lanes: await this.lanes.cursors(tx, caller), above: await this.distantNodes.above(tx) };
    });
    // Those above wait for the keys of a node before they can answer it.
    if (anyNew) this.greetParent.loop.kick();
    return answer;
  }
}
