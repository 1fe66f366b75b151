import { Controller } from '@nestjs/common';
import { catalogueNormIssued, dataStandardIssued, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { NormStore } from './norm.store.js';

/** Norms and standards go down, level by level: a node takes over what its parent announces, and tells it to those below. What a child tells is its own affair. */
@Controller()
export class WhenNormIssuedAbove {
  constructor(private readonly norms: NormStore) {}

  @Reacts(catalogueNormIssued, { as: 'when-parent-norm-issued', from: 'neighbours' })
  async keepNorm({ node, data }: EventOf<typeof catalogueNormIssued>, tx: Transaction): Promise<void> {
    if (node === tx.ctx.node.parent && (await this.norms.addNorm(tx, data))) tx.announce(catalogueNormIssued, data.issuer, data);
  }

  @Reacts(dataStandardIssued, { as: 'when-parent-standard-issued', from: 'neighbours' })
  async keepStandard({ node, data }: EventOf<typeof dataStandardIssued>, tx: Transaction): Promise<void> {
    if (node === tx.ctx.node.parent && (await this.norms.addStandard(tx, data))) tx.announce(dataStandardIssued, data.code, data);
  }
}
