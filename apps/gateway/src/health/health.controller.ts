import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NodeReadiness } from './node-readiness.js';

@Controller('health')
export class HealthController {
  constructor(@Inject(NodeReadiness) private readonly readiness: NodeReadiness) {}

  @Get('live')
  live(): { live: true } {
    return { live: true };
  }

  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const state = await this.readiness.read();
    await reply.code(state.ready ? 200 : 503).header('cache-control', 'no-store').send(state);
  }
}
