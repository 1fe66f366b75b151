import { Controller } from '@nestjs/common';
import { ALL_EVENTS, type EventEnvelope } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { SendAcross } from './send-across.js';

/** Sends facts across: one reaction for each event whose contract says that it crosses, so that a new one needs no code here. */
@Controller()
export class WhenFactCrosses {
  constructor(readonly sendAcross: SendAcross) {}
}

for (const definition of ALL_EVENTS.filter(({ crosses }) => crosses !== null)) {
  const as = `when-${definition.service}-${definition.name}-crosses`;
  const reaction: PropertyDescriptor = {
    configurable: true,
    value(this: WhenFactCrosses, event: EventEnvelope, tx: Transaction): Promise<void> {
      return this.sendAcross.run(event, tx);
    },
  };
  Object.defineProperty(WhenFactCrosses.prototype, as, reaction);
  Reacts(definition, { as, from: 'both' })(WhenFactCrosses.prototype, as, reaction);
}
