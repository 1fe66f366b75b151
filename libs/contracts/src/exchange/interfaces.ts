import { defineEvent } from '../define-event.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { Choice, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { PageQuery } from '../page.js';
import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { LegalBasis, Party } from '../step.js';

/** How callers reach a service: through the platform's gateway, or point to point beside it. */
export const INTERFACE_ACCESS = ['THROUGH_GATEWAY', 'DIRECT'] as const;
/** For whom a service is: government departments, or others outside government. */
export const INTERFACE_AUDIENCES = ['DEPARTMENTS', 'OUTSIDE'] as const;
/** Technical requirements towards callers that may obstruct connection or deployment. */
export const INTERFACE_RESTRICTIONS = ['EXCLUSIVE_CLIENT', 'EXCLUSIVE_HARDWARE', 'PROPRIETARY_PROTOCOL', 'FIXED_DEPLOYMENT', 'OTHER'] as const;
/**
 * What a connectivity test found. `LOADED`: at least one valid record; `EMPTY`: a list without one; `INVALID`: records, none of which fits the entry's items; `NOT_ROWS`: another status than 200,
 * no JSON, or no list; then what kept the answer away.
 */
export const PROBE_RESULTS = ['LOADED', 'EMPTY', 'INVALID', 'NOT_ROWS', 'UNREACHABLE', 'TIMEOUT', 'FORBIDDEN_ADDRESS', 'CHANNEL_BROKEN'] as const;
export const INTERFACE_HEALTH = ['UNKNOWN', 'HEALTHY', 'UNHEALTHY'] as const;

/** What a parameter of the platform's calls is called at the provider's service. */
export class ParameterName {
  @Text({ max: 80, pattern: /^(?:limit|offset|where\.[a-z][a-z0-9_]*)$/, description: 'limit, offset, or where.<column>', example: 'where.code' }) readonly ours!: string;
  @Text({ max: 100, pattern: /^[A-Za-z_][\w.-]*$/, description: 'Query parameter of the service', example: 'divisionCode' }) readonly theirs!: string;
}

/** Who looks after a service. */
export class InterfaceMaintainer {
  @Text({ description: 'Person or post' }) readonly name!: string;
  @Text({ description: 'Unit that develops and maintains the service' }) readonly unit!: string;
  @Text({ optional: true, max: 40, description: 'Office telephone' }) readonly phone?: string;
}

export class InterfaceRestriction {
  @Choice(INTERFACE_RESTRICTIONS) readonly kind!: string;
  @Text({ max: 1000 }) readonly description!: string;
}

/** What a provider says about a service of its own. */
export class InterfaceContent {
  @Text({ example: '行政区划查询服务' }) readonly name!: string;
  @Text({ max: 2000, description: 'What the service answers (接口描述)' }) readonly description!: string;
  @Text({ max: 4000, description: 'How it is called (调用方法)' }) readonly callMethod!: string;
  @Text({ optional: true, max: 2000, pattern: /^https?:\/\//, description: 'http(s) URL of the service; answers a JSON array of rows. Absent: the platform serves the data that are uploaded' }) readonly url?: string;
  @Text({ optional: true, max: 262_144, description: 'OpenAPI 3.0 or 3.1 document, JSON as text, without references to other documents' }) readonly openapi?: string;
  @Parts(() => ParameterName, { optional: true, most: 300 }) readonly parameters?: ParameterName[];
  @Part(() => InterfaceMaintainer) readonly maintainer!: InterfaceMaintainer;
  @Slug({ optional: true, description: 'Network zone the service stands in; extranet when absent' }) readonly zone?: string;
  @Choice(INTERFACE_ACCESS, { optional: true, description: 'THROUGH_GATEWAY when absent' }) readonly access?: string;
  @Choice(INTERFACE_AUDIENCES, { optional: true, description: 'DEPARTMENTS when absent' }) readonly audience?: string;
  @Parts(() => InterfaceRestriction, { optional: true, most: 20, description: 'Technical requirements towards callers' }) readonly restrictions?: InterfaceRestriction[];
  @Part(() => LegalBasis, { optional: true, description: 'What the restrictions rest on' }) readonly legalBasis?: LegalBasis;
  @Texts({ optional: true, most: 50, max: 36, pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, description: 'Entries whose data the service passes on' }) readonly sourceEntryIds?: string[];
  @Whole({ optional: true, min: 100, max: 120_000, description: 'Longest silence; 30000 when absent' }) readonly timeoutMilliseconds?: number;
  @Flag({ optional: true, description: 'A call may be repeated; true when absent' }) readonly idempotent?: boolean;
}

export class InterfaceId {
  @Id() readonly id!: string;
}

export class ChangeInterface extends InterfaceContent {
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Version that is replaced' }) readonly version!: number;
}

/** A registered service. Its address and document are shown to its owner only. */
export class InterfaceView {
  @Id() readonly id!: string;
  @Part(() => Party) readonly owner!: Party;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Text() readonly name!: string;
  @Nullable() readonly description!: string | null;
  @Nullable() readonly callMethod!: string | null;
  @Part(() => InterfaceMaintainer, { nullable: true }) readonly maintainer!: InterfaceMaintainer | null;
  @Text() readonly zone!: string;
  @Text() readonly access!: string;
  @Text() readonly audience!: string;
  @Parts(() => InterfaceRestriction) readonly restrictions!: InterfaceRestriction[];
  @Part(() => LegalBasis, { nullable: true }) readonly legalBasis!: LegalBasis | null;
  @Texts() readonly entryIds!: string[];
  @Texts() readonly sourceEntryIds!: string[];
  @Choice(INTERFACE_HEALTH) readonly health!: string;
  @InstantField({ nullable: true }) readonly testedAt!: string | null;
  @InstantField({ nullable: true }) readonly retiredAt!: string | null;
  @Nullable({ max: 2000 }) readonly url!: string | null;
  @Nullable({ max: 262_144 }) readonly openapi!: string | null;
  @Parts(() => ParameterName) readonly parameters!: ParameterName[];
  @Whole({ min: 100, max: 120_000 }) readonly timeoutMilliseconds!: number;
  @Flag() readonly idempotent!: boolean;
}
export class InterfacePage {
  @Parts(() => InterfaceView) readonly items!: InterfaceView[];
  @Nullable() readonly nextCursor!: string | null;
}

export const addInterface = defineRequest({
  service: 'exchange', name: 'add-interface', kind: 'command', input: InterfaceContent, output: InterfaceView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/interfaces'), summary: { zh: '注册接口服务', en: 'Register an interface service' },
});
export const changeInterface = defineRequest({
  service: 'exchange', name: 'change-interface', kind: 'command', input: ChangeInterface, output: InterfaceView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/interfaces/{id}'), summary: { zh: '变更接口服务', en: 'Change a registered interface: its next version' },
});
export const retireInterface = defineRequest({
  service: 'exchange', name: 'retire-interface', kind: 'command', input: InterfaceId, output: InterfaceView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/interfaces/{id}/retirement', { status: 200 }), summary: { zh: '停用接口服务', en: 'Retire a registered interface that no entry is bound to' },
});
export const getInterface = defineRequest({
  service: 'exchange', name: 'get-interface', kind: 'query', input: InterfaceId, output: InterfaceView, permission: roles(...ROLES),
  http: get('/interfaces/{id}'), summary: { zh: '查看接口服务', en: 'Read a registered interface' },
});
export class FindInterfaces extends PageQuery {
  @Choice(INTERFACE_HEALTH, { optional: true }) readonly health?: string;
}
export const findInterfaces = defineRequest({
  service: 'exchange', name: 'find-interfaces', kind: 'query', input: FindInterfaces, output: InterfacePage, permission: roles(...ROLES),
  http: get('/interfaces'), summary: { zh: '接口服务列表', en: 'Registered interfaces, the newest first' },
});

/** One test of the connection to a service. Tests on a timer are on record where they found something new. */
export class ConnectivityTest {
  @Id() readonly id!: string;
  @Id() readonly interfaceId!: string;
  @Choice(PROBE_RESULTS) readonly result!: string;
  @Flag() readonly healthy!: boolean;
  @Whole({ min: 0, max: 1_000_000 }) readonly latencyMilliseconds!: number;
  @InstantField() readonly testedAt!: string;
  @Text({ description: 'Who tested: a client, a person, or the platform' }) readonly operator!: string;
  @Nullable({ description: 'Organisation of the operator; null for the platform' }) readonly organisation!: string | null;
}
export const testConnectivity = defineRequest({
  service: 'exchange', name: 'test-connectivity', kind: 'command', input: InterfaceId, output: ConnectivityTest, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR'),
  http: post('/interfaces/{id}/connectivity-tests'), summary: { zh: '接口联调测试', en: 'Test the connection to a registered interface' },
});
export class FindConnectivityTests extends PageQuery {
  @Id() readonly id!: string;
}
export class ConnectivityTestPage {
  @Parts(() => ConnectivityTest) readonly items!: ConnectivityTest[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findConnectivityTests = defineRequest({
  service: 'exchange', name: 'find-connectivity-tests', kind: 'query', input: FindConnectivityTests, output: ConnectivityTestPage, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR'),
  http: get('/interfaces/{id}/connectivity-tests'), summary: { zh: '接口联调记录', en: 'Connectivity tests of an interface, the newest first' },
});

/** A service came, was changed or was retired. Says nothing of its address. */
export class InterfaceChanged {
  @Id() readonly id!: string;
  @Text() readonly ownerId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Choice(['REGISTERED', 'CHANGED', 'RETIRED']) readonly what!: string;
}
export const interfaceChanged = defineEvent({ service: 'exchange', name: 'interface-changed', data: InterfaceChanged });

/** An entry and the service behind it; `interfaceId` is null when it has none any more. */
export class InterfaceBound {
  @Id() readonly entryId!: string;
  @Nullable() readonly interfaceId!: string | null;
  @Flag({ description: 'Description and calling method are on record' }) readonly described!: boolean;
}
export const interfaceBound = defineEvent({ service: 'exchange', name: 'interface-bound', data: InterfaceBound });

/** What a test found of the service behind an entry, where that has changed. */
export class InterfaceProbed {
  @Id() readonly interfaceId!: string;
  @Id() readonly entryId!: string;
  @Choice(PROBE_RESULTS) readonly result!: string;
  @Whole({ min: 0, max: 1_000_000_000, description: 'Valid records in the answer' }) readonly records!: number;
}
export const interfaceProbed = defineEvent({ service: 'exchange', name: 'interface-probed', data: InterfaceProbed });

/** For the owner: its service does not answer as it should, or does again. */
export class InterfaceHealth {
  @Id() readonly interfaceId!: string;
  @Text() readonly ownerId!: string;
  @Choice(PROBE_RESULTS) readonly result!: string;
  @Texts() readonly entryIds!: string[];
}
export const interfaceUnhealthy = defineEvent({ service: 'exchange', name: 'interface-unhealthy', data: InterfaceHealth });
export const interfaceRecovered = defineEvent({ service: 'exchange', name: 'interface-recovered', data: InterfaceHealth });

/** The way into a network zone does not carry calls. */
export class ChannelBroken {
  @Slug() readonly zone!: string;
  @Id({ description: 'Service that was called through it' }) readonly interfaceId!: string;
}
export const channelBroken = defineEvent({ service: 'exchange', name: 'channel-broken', data: ChannelBroken });
