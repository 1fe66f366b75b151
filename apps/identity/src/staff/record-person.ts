import { Injectable } from '@nestjs/common';
import { staffChanged, staffFiled, type PersonView, type StaffFiling } from '@gongshu/contracts';
import { NodeRegulation, optionalList, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { EndTokens } from '../client/end-tokens.js';
import { FilingStore } from './filing.store.js';
import { StaffStore } from './staff.store.js';

/** A person's duties change: record, the end of what the person's clients may no longer do, and the filing that the law demands (jian 22, weihai 7). */
@Injectable()
export class RecordPerson {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly staff: StaffStore,
    private readonly filings: FilingStore,
    private readonly endTokens: EndTokens,
  ) {}

  async run(tx: Transaction, before: PersonView | undefined, after: PersonView): Promise<void> {
    const { organisationId, personId } = after;
    await this.staff.save(tx, after);
    const change = after.until !== null ? 'ENDED' : before === undefined || before.until !== null ? 'NAMED' : 'CHANGED';
    const had = before === undefined || before.until !== null ? [] : before.duties;
    const has = after.until === null ? after.duties : [];
    if (had.some((duty) => !has.includes(duty))) await this.endTokens.ofPerson(tx, organisationId, personId);
    const held = await this.staff.heldDuties(tx, organisationId);
    tx.announce(staffChanged, organisationId, { organisationId, personId, change, duties: after.duties, held });
    await this.file(tx, after, change, [...had, ...has]);
  }

  private async file(tx: Transaction, person: PersonView, change: StaffFiling['change'], concerned: readonly string[]): Promise<void> {
    const { pack } = this.regulation;
    const filed = optionalList(pack, 'staff.filing.duties');
    const rule = optionalParameter(pack, 'staff.filing.duties');
    if (rule === undefined || !concerned.some((duty) => filed.includes(duty))) return;
    const { organisationId, personId, name, duties } = person;
    const { article } = rule.source;
    const { id, version } = await this.filings.insert(tx, { organisationId, personId, name, duties, change, article, filedOn: localDay(tx.ctx.now) });
    tx.announce(staffFiled, organisationId, { id, organisationId, personId, version, duties, article });
  }
}
