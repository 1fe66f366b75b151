import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { getServiceDirectory, Problem, problems, type ServiceName } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, RequestClient, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { NodeReadiness } from './node-readiness.js';

/** Whether a function of the service directory is there now: the service behind it is asked over the bus. */
@Controller('v1/service-directory')
export class FunctionHealthController {
  constructor(
    @Inject(RequestClient) private readonly client: RequestClient,
    @Inject(NodeReadiness) private readonly readiness: NodeReadiness,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':function/health')
  async health(@Param('function') name: string, @Res() reply: FastifyReply): Promise<void> {
    const { items } = await this.client.ask(getServiceDirectory, {}, platformContext(this.node, this.clock, 'function-health'));
    const found = items.find((item) => item.function === name);
    if (found === undefined) throw new Problem(problems.notFound);
    const ready = await this.readiness.isReady(found.service as ServiceName);
    await reply.code(ready ? 200 : 503).header('cache-control', 'no-store').send({ function: name, service: found.service, ready });
  }
}
