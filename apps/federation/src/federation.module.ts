import { Module } from '@nestjs/common';
import { ApplyIncoming } from './lane/apply-incoming.js';
import { FindLanes } from './lane/find-lanes.js';
import { GiveDown } from './lane/give-down.js';
import { IncomingStore } from './lane/incoming.store.js';
import { IngestEvents } from './lane/ingest-events.js';
import { LaneController } from './lane/lane.controller.js';
import { Lanes } from './lane/lanes.js';
import { NumberRows } from './lane/number-rows.js';
import { OutgoingStore } from './lane/outgoing.store.js';
import { PullDown } from './lane/pull-down.js';
import { PushUp } from './lane/push-up.js';
import { SendAcross } from './lane/send-across.js';
import { TakePush } from './lane/take-push.js';
import { WhenFactCrosses } from './lane/when-fact-crosses.js';
import { Introduction } from './link/introduction.js';
import { KeepLinks } from './link/keep-links.js';
import { Links } from './link/links.js';
import { AnswerHello } from './node/answer-hello.js';
import { DistantNodes } from './node/distant-nodes.js';
import { FindNodes } from './node/find-nodes.js';
import { GreetParent } from './node/greet-parent.js';
import { Neighbours } from './node/neighbours.js';
import { NodeController } from './node/node.controller.js';
import { NodeStore } from './node/node.store.js';
import { RegisterNode } from './node/register-node.js';

const link = [Links, Introduction, KeepLinks];
const node = [NodeStore, Neighbours, DistantNodes, RegisterNode, FindNodes, AnswerHello, GreetParent];
const lane = [OutgoingStore, IncomingStore, Lanes, SendAcross, NumberRows, PushUp, PullDown, TakePush, GiveDown, IngestEvents, ApplyIncoming, FindLanes];

@Module({ controllers: [NodeController, LaneController, WhenFactCrosses], providers: [...link, ...node, ...lane] })
export class FederationModule {}
