import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Logger } from 'pino';
import { CLOCK, LOGGER, Metrics, NODE, RequestClient, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { HealthController } from './health/health.controller.js';
import { FunctionHealthController } from './health/function-health.controller.js';
import { NodeReadiness } from './health/node-readiness.js';
import { buildOpenApi } from './openapi/build-openapi.js';
import { DocumentsController } from './openapi/documents.controller.js';
import { AnsweredElsewhere } from './rest/answered-elsewhere.js';
import { boundRequests } from './rest/bound-requests.js';
import { CALLER_ADDRESS, OPENAPI, ROUTES, type CallerAddress } from './rest/listener-parts.js';
import { ProblemFilter } from './rest/problem-filter.js';
import { RestRoutes } from './rest/rest-routes.js';

/** What both listeners stand on. */
export interface GatewayParts {
  readonly client: RequestClient;
  readonly node: NodeIdentity;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly readiness: NodeReadiness;
  readonly elsewhere: AnsweredElsewhere;
  readonly callerAddress: CallerAddress;
}

/** The REST API of one listener. */
@Module({})
export class GatewayModule {
  static of({ client, node, clock, logger, metrics, readiness, callerAddress, elsewhere }: GatewayParts, publicOnly: boolean): DynamicModule {
    const routes = boundRequests(publicOnly);
    return {
      module: GatewayModule,
      // Functions of the platform are the agencies' affair.
      controllers: publicOnly ? [HealthController, DocumentsController] : [HealthController, DocumentsController, FunctionHealthController],
      providers: [
        { provide: ROUTES, useValue: routes },
        { provide: OPENAPI, useValue: buildOpenApi(routes, publicOnly) },
        { provide: RequestClient, useValue: client },
        { provide: NODE, useValue: node },
        { provide: CLOCK, useValue: clock },
        { provide: LOGGER, useValue: logger },
        { provide: Metrics, useValue: metrics },
        { provide: NodeReadiness, useValue: readiness },
        { provide: AnsweredElsewhere, useValue: elsewhere },
        { provide: CALLER_ADDRESS, useValue: callerAddress },
        RestRoutes,
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
    };
  }
}
