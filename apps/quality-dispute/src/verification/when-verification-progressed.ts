import { Controller } from '@nestjs/common';
import { Problem, problems, verificationProgressed, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { RecordMove } from './record-move.js';
import { VerificationStore } from './verification.store.js';
import { afterNews } from './verification.js';

/** The node above tells how a case stands that this node forwarded. */
@Controller()
export class WhenVerificationProgressed {
  constructor(
    private readonly verifications: VerificationStore,
    private readonly recordMove: RecordMove,
  ) {}

  @Reacts(verificationProgressed, { as: 'when-verification-progressed', from: 'neighbours' })
  async run({ node, data }: EventOf<typeof verificationProgressed>, tx: Transaction): Promise<void> {
    if (data.addressedTo !== tx.ctx.node.code) return;
    if (node !== tx.ctx.node.parent) throw new Problem(problems.forbidden, { detail: `node ${node} is not above this one` });
    const verification = await this.verifications.loadForUpdateUnscoped(tx, data.id);
    if (verification === undefined) throw new Problem(problems.notFound);
    const next = afterNews(verification, { ...data, repairedVersion: data.repairedVersion ?? null });
    if (next === null) return;
    await this.verifications.save(tx, next);
    this.recordMove.tellBelow(tx, next);
  }
}
