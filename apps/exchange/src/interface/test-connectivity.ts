import { Injectable } from '@nestjs/common';
import { Problem, problems, type ConnectivityTest, type ConnectivityTestPage, type FindConnectivityTests, type InterfaceId } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { ProbeInterface } from '../connectivity/probe-interface.js';
import { ConnectivityTestStore } from './connectivity-test.store.js';
import type { Interface } from './interface.js';
import { InterfaceStore } from './interface.store.js';
import { KeepProbe } from './keep-probe.js';

/** Joint tests of departments' services, by the data authority or the owner, with their record (fushun 6). */
@Injectable()
export class TestConnectivity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly interfaces: InterfaceStore,
    private readonly probing: ProbeInterface,
    private readonly keeping: KeepProbe,
    private readonly tests: ConnectivityTestStore,
  ) {}

  async run(ctx: RequestContext, input: InterfaceId): Promise<ConnectivityTest> {
    const found = await this.unitOfWork.read(ctx, (tx) => this.loadOwn(tx, input.id));
    const { url } = found.terms;
    if (url === null) throw new Problem(problems.conflict, { detail: { zh: '该服务由平台提供,无需联调', en: 'The platform itself serves these data: there is nothing to connect to' } });
    const probed = await this.probing.run(found, url);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const test = await this.keeping.run(tx, input.id, probed, true);
        if (test === null) throw new Problem(problems.conflict, { detail: { zh: '接口服务在测试期间已变更', en: 'The interface was changed during the test' } });
        return test;
      },
      input,
    );
  }

  async page(ctx: RequestContext, query: FindConnectivityTests): Promise<ConnectivityTestPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    return this.unitOfWork.read(ctx, async (tx) => {
      const { id } = await this.loadOwn(tx, query.id);
      return cutPage(await this.tests.page(tx, id, after, limit + 1), limit, ({ number }) => number, ({ test }) => test);
    });
  }

  private async loadOwn(tx: Transaction, id: string): Promise<Interface> {
    const found = await this.interfaces.find(tx, id);
    if (found?.retiredAt !== null) throw new Problem(problems.notFound);
    const isOwner = found.owner.id === actingOrganisation(tx.ctx).id;
    if (!isOwner && !tx.ctx.roles.includes('DATA_AUTHORITY')) throw new Problem(problems.forbidden);
    return found;
  }
}
