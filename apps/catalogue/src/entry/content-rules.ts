import { Injectable } from '@nestjs/common';
import type { EntryContent, Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { ClassRules } from '../base-class/class-rules.js';
import { DomainRules } from '../domain/domain-rules.js';
import { FunctionRules } from '../function-item/function-rules.js';
import { NormRules } from '../norm/norm-rules.js';

/** What is asked of content whenever a provider writes it, besides the contract and the steps of the law: that class, domain and function are the provider's, and that norm and standards are kept. */
@Injectable()
export class ContentRules {
  constructor(
    private readonly classes: ClassRules,
    private readonly domains: DomainRules,
    private readonly norms: NormRules,
    private readonly functions: FunctionRules,
  ) {}

  /** @throws Problem 403, 409 or 422, each with its article */
  async check(tx: Transaction, content: EntryContent, provider: Party): Promise<void> {
    await this.classes.check(tx, content, provider);
    await this.domains.check(tx, content, provider);
    await this.norms.check(tx, content);
    await this.functions.check(tx, content, provider);
  }
}
