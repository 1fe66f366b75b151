import { Injectable } from '@nestjs/common';
import { caseMoved, Problem, problems, verificationForwardedUp, verificationMoved, verificationProgressed } from '@gongshu/contracts';
import type { Moved } from '@gongshu/regulation';
import { keepDeadline, NodeRegulation, tellCase, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { currentStep } from './verification-view.js';
import { listed, VERIFICATION_TIMERS, WITH_UPPER_NODE, type Verification } from './verification.js';

/** What every move brings with it: its announcement, the clock of the next step, and word to the nodes above and below. */
@Injectable()
export class RecordMove {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
  ) {}

  async run(tx: Transaction, verification: Verification, { act, to, source }: Moved): Promise<void> {
    const { id, entryId, standing } = verification;
    tx.announce(verificationMoved, id, { id, entryId, act, to, article: source.article, dueOn: standing.dueOn });
    await keepDeadline(tx, VERIFICATION_TIMERS, id, standing, { pack: this.regulation.packOf(standing), calendar: await this.calendars.forAct(tx) });
    tellCase(tx, caseMoved['quality-dispute'], this.regulation.packOf(standing), listed(verification));
    if (standing.step === WITH_UPPER_NODE) this.forwardUp(tx, verification);
    this.tellBelow(tx, verification);
  }

  /** Word to the node that forwarded the case here, which passes it on to the one below it. */
  tellBelow(tx: Transaction, verification: Verification): void {
    const { id, cameFrom, history, standing, explanation, repairedVersion } = verification;
    if (cameFrom === null) return;
    tx.announce(verificationProgressed, id, {
      addressedTo: cameFrom,
      id,
      transition: history.length,
      step: currentStep(verification, this.regulation.packOf(standing), tx.ctx.now),
      history: [...history],
      explanation,
      ...(repairedVersion === null ? {} : { repairedVersion }),
    });
  }

  private forwardUp(tx: Transaction, verification: Verification): void {
    const { parent } = tx.ctx.node;
    if (parent === null) {
      throw new Problem(problems.conflict, { detail: { zh: '本节点没有上级节点,该数据属于其他节点', en: 'The data belong to another node, and this node has none above it' } });
    }
    const { id, grantId, entryId, entryName, requester, provider, ownerNode, doubt, rows, originNode, history } = verification;
    tx.announce(verificationForwardedUp, id, {
      addressedTo: parent, id, transition: history.length, grantId, entryId, entryName, requester, provider, ownerNode, doubt, rows: [...rows], originNode, history: [...history],
    });
  }
}
