import { CitedArticle } from '../cited-article.js';
import { defineEvent } from '../define-event.js';
import { defineRequest } from '../define-request.js';
import { Nullable, Part, Text } from '../fields.js';
import { services } from '../permission.js';

export class RecordZoneRefusal {
  @Text({ max: 64, description: 'Address the call came from' }) readonly address!: string;
  @Text({ max: 64, description: 'Zone the address lies in; `outside` for none that has a name' }) readonly zone!: string;
}
export class ZoneRefusal {
  @Part(() => CitedArticle, { nullable: true, description: 'What the node’s regulation says of the network; null where it says nothing' }) readonly article!: CitedArticle | null;
}
/** A gateway refused a call by the network zone it came from. */
export const recordZoneRefusal = defineRequest({
  service: 'identity', name: 'record-zone-refusal', kind: 'command', input: RecordZoneRefusal, output: ZoneRefusal, permission: services('gateway', 'access-gateway'),
  summary: { zh: '记录按网络区域拒绝的调用', en: 'Put a refusal by network zone on record' },
});

export class ZoneRefused {
  @Text({ max: 64 }) readonly address!: string;
  @Text({ max: 64 }) readonly zone!: string;
  @Nullable() readonly pack!: string | null;
  @Nullable() readonly article!: string | null;
}
/** A security event: somebody called from where nobody may. Several calls of one address within seconds are one. */
export const zoneRefused = defineEvent({ service: 'identity', name: 'zone-refused', data: ZoneRefused });
