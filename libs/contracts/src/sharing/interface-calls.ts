import { defineRequest } from '../define-request.js';
import { ParameterName } from '../exchange/interfaces.js';
import { Flag, Id, Nullable, Parts, Whole } from '../fields.js';
import { services } from '../permission.js';

/** How a version of a registered interface is called. It never changes: whoever has read it may keep it. */
export class InterfaceCall {
  @Whole({ min: 100, max: 120_000, description: 'Longest silence' }) readonly timeoutMilliseconds!: number;
  @Flag({ description: 'A call may be repeated' }) readonly idempotent!: boolean;
  @Parts(() => ParameterName) readonly parameters!: ParameterName[];
  @Nullable({ max: 16_384, description: 'JSON Schema of the query parameters the service describes; null where it describes none' }) readonly parameterSchema!: string | null;
}
export class ReadInterfaceCall {
  @Id() readonly interfaceId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
}
/** Refused with `sharing/no-source` when the interface has moved on. */
export const readInterfaceCall = defineRequest({
  service: 'sharing', name: 'read-interface-call', kind: 'query', input: ReadInterfaceCall, output: InterfaceCall, permission: services('gateway'),
  summary: { zh: '读取接口服务调用方式', en: 'Read how a registered interface is called' },
});
