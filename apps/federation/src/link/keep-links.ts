import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { FEDERATION_VERBS, Notify } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { ApplyIncoming } from '../lane/apply-incoming.js';
import { GiveDown } from '../lane/give-down.js';
import { Lanes } from '../lane/lanes.js';
import { NumberRows } from '../lane/number-rows.js';
import { PullDown } from '../lane/pull-down.js';
import { PushUp } from '../lane/push-up.js';
import { TakePush } from '../lane/take-push.js';
import { AnswerHello } from '../node/answer-hello.js';
import { GreetParent } from '../node/greet-parent.js';
import { Neighbours } from '../node/neighbours.js';
import { Introduction } from './introduction.js';
import { Links } from './links.js';
import type { Loop } from './loop.js';
import { readMessage } from './read-message.js';

/** What runs by itself, started and stopped in order. Without the parent everything local works; without the own server nothing does. */
@Injectable()
export class KeepLinks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loops: readonly Loop[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly links: Links,
    private readonly introduction: Introduction,
    private readonly neighbours: Neighbours,
    private readonly lanes: Lanes,
    private readonly answerHello: AnswerHello,
    private readonly takePush: TakePush,
    private readonly giveDown: GiveDown,
    private readonly greetParent: GreetParent,
    private readonly pushUp: PushUp,
    private readonly pullDown: PullDown,
    numberRows: NumberRows,
    apply: ApplyIncoming,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.loops = [greetParent.loop, numberRows.loop, ...pushUp.loops, ...pullDown.loops, apply.loop];
  }

  async onApplicationBootstrap(): Promise<void> {
    const { own, up } = this.links;
    await this.introduction.epoch();
    own.serve(FEDERATION_VERBS.hello, (caller, body) => this.answerHello.run(caller, body));
    own.serve(FEDERATION_VERBS.push, (caller, body) => this.takePush.run(caller, body));
    own.serve(FEDERATION_VERBS.pull, (caller, body) => this.giveDown.run(caller, body));
    await own.start('now');
    if (up !== null) {
      await this.unitOfWork.run(platformContext(this.node, this.clock, 'start'), async (tx) => {
        await this.neighbours.parent(tx, up.parent);
        await this.lanes.open(tx, up.parent);
      });
      up.link.serve(FEDERATION_VERBS.notify, (_parent, body) => {
        this.pullDown.kick(readMessage(Notify, body).lane);
        return Promise.resolve();
      });
      up.link.onConnected(() => this.greetParent.connected());
      this.greetParent.onReturn(() => {
        this.pushUp.hurry();
        this.pullDown.hurry();
      });
      await up.link.start('whenever');
    }
    for (const loop of this.loops) loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    const stopping = this.loops.map((loop) => loop.stop());
    await Promise.all([this.links.own.close(), this.links.up?.link.close()]);
    await Promise.all(stopping);
  }
}
