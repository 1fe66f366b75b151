import { Injectable } from '@nestjs/common';
import type { ServiceDirectory, ServiceName } from '@gongshu/contracts';
import { citation, NodeRegulation, optionalList, optionalParameter, type RequestContext } from '@gongshu/service-kit';

/** Which functions the law demands is the pack's to say; which service does the work is the platform's own affair. */
const SERVICE_OF: Readonly<Record<string, ServiceName>> = {
  CATALOGUE_MANAGEMENT: 'catalogue',
  // The lists of who collects what are kept with the catalogue they follow from.
  CLASSIFIED_COLLECTION: 'catalogue',
  FULL_AGGREGATION: 'exchange',
  SUPPLY_DEMAND_MATCHING: 'sharing',
  SHARING_EXCHANGE: 'exchange',
  // Figures of what is there, what is asked for and who keeps up.
  DATA_ANALYSIS: 'catalogue',
  AUTHORISED_USE: 'sharing',
  OBJECTION_HANDLING: 'quality-dispute',
  SAFETY_MANAGEMENT: 'audit',
};

/** The functions of the node's platform, each with the service that offers it. A function no service offers is a defect of the pack, and not listed. */
@Injectable()
export class GetServiceDirectory {
  constructor(private readonly regulation: NodeRegulation) {}

  run({ language }: RequestContext): ServiceDirectory {
    const { pack } = this.regulation;
    const parameter = optionalParameter(pack, 'platform.functions');
    if (parameter === undefined) return { items: [] };
    const article = citation(parameter.source);
    return {
      items: optionalList(pack, 'platform.functions').flatMap((name) => {
        const service = Object.hasOwn(SERVICE_OF, name) ? SERVICE_OF[name] : undefined;
        const label = pack.terms[`function.${name}`]?.[language] ?? name;
        return service === undefined ? [] : [{ function: name, label, service, health: `/v1/service-directory/${name}/health`, article }];
      }),
    };
  }
}
