import { Injectable } from '@nestjs/common';
import { identityProblems, platformSettingChanged, Problem, type PlatformSetting } from '@gongshu/contracts';
import { citation, NodeRegulation, optionalParameter, UnitOfWork, type RequestContext } from '@gongshu/service-kit';

/** Settings of the platform are for its operators and for the authority of the node's own level; a tenant's authority administers none (fushun 6). */
@Injectable()
export class ChangePlatformSetting {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
  ) {}

  async run(ctx: RequestContext, input: PlatformSetting): Promise<PlatformSetting> {
    const { node, organisation, roles } = ctx;
    if (!roles.includes('OPERATOR') && (organisation?.division !== node.code || organisation.level !== node.level)) {
      const rule = optionalParameter(this.regulation.pack, 'platform.administeredBy');
      throw new Problem(identityProblems.outsideScope, rule === undefined ? {} : { article: citation(rule.source) });
    }
    const { key, value } = input;
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await tx.query(
          `INSERT INTO platform_setting (key, value, changed_at, changed_by) VALUES ($1, $2, $3, $4)
           ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
          [key, value, ctx.now, ctx.actor],
        );
        tx.announce(platformSettingChanged, key, { key, value });
        return { key, value };
      },
      input,
    );
  }
}
