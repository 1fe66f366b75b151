import { fieldKinds, Nothing, type Permission } from '@gongshu/contracts';
import type { BoundRequest } from '../rest/bound-requests.js';
import { DATA_ROUTES } from './data-routes.js';
import { Schemas, type Schema } from './schema-of.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags?: readonly string[];
  readonly description?: string;
  readonly [key: string]: unknown;
}

const PROBLEM: Schema = {
  type: 'object',
  description: 'RFC 9457. Callers branch on `code`; `article` says which law refuses.',
  required: ['type', 'title', 'status', 'code', 'id'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string', description: 'In the language of Accept-Language: zh-CN or en' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', examples: ['sharing/refused-by-law'] },
    article: {
      type: 'object',
      required: ['pack', 'version', 'article', 'quote'],
      properties: { pack: { type: 'string' }, version: { type: 'string' }, article: { type: 'string' }, quote: { type: 'string' } },
    },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['pointer', 'code', 'detail'], properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } } },
    },
    allowed: { type: 'array', items: { type: 'string' } },
    id: { type: 'string', description: 'Quote it to the operator; it is also the trace id' },
  },
};
const REFUSED = { description: '拒绝 / Refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function securityOf(permission: Permission): Record<string, string[]>[] {
  return permission.kind === 'anyone' ? [] : [{ clientCredentials: [] }];
}

function describe(permission: Permission): string {
  return permission.kind === 'roles' ? `角色 / Roles: ${permission.roles.join(', ')}` : '无需令牌 / No token needed';
}

function responseContent({ http, output }: BoundRequest, schemas: Schemas): object {
  return http.body === 'raw' ? { '*/*': { schema: { type: 'string', format: 'binary' } } } : { 'application/json': { schema: schemas.refer(output) } };
}

function operationOf(definition: BoundRequest, schemas: Schemas): Operation {
  const { http, input, name, service, summary, permission, kind } = definition;
  const inPath = [...http.path.matchAll(/\{(\w+)\*?\}/g)].map((match) => match[1] ?? '');
  const fields = schemas.fieldsOf(input);
  const parameters = fields
    .filter((field) => inPath.includes(field.name) || http.method === 'GET')
    .map(({ name: field, schema, required }) => {
      const place = inPath.includes(field) ? 'path' : 'query';
      const list = fieldKinds(input).get(field) === 'texts' ? { style: 'form', explode: false } : {};
      return { name: field, in: place, required: place === 'path' || required, schema, ...list };
    });
  const content = { schema: bodySchema(definition, inPath, schemas) };
  const hasBody = http.method !== 'GET' && fields.some((field) => !inPath.includes(field.name));
  const idempotency = kind === 'command' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [];
  return {
    operationId: camel(name),
    tags: [service],
    summary: `${summary.zh} / ${summary.en}`,
    description: describe(permission),
    security: securityOf(permission),
    parameters: [...parameters, ...idempotency],
    ...(hasBody ? { requestBody: { required: true, content: http.body === 'form' ? { 'application/x-www-form-urlencoded': content, 'application/json': content } : { 'application/json': content } } } : {}),
    responses: { [String(http.status)]: { description: '成功 / Success', content: responseContent(definition, schemas) }, default: { $ref: '#/components/responses/Refused' } },
  };
}

/** The input's schema without what stands in the path. */
function bodySchema({ input }: BoundRequest, inPath: readonly string[], schemas: Schemas): Schema {
  if (inPath.length === 0 && input !== Nothing) return schemas.refer(input);
  const fields = schemas.fieldsOf(input).filter(({ name }) => !inPath.includes(name));
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return { type: 'object', properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])), ...(required.length === 0 ? {} : { required }) };
}

/** By name, so that the document does not depend on the order in which modules list what they export. */
function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** OpenAPI 3.1 of the given routes, from the contracts alone, with the fast lane's routes. `publicOnly` leaves what the public listener offers. */
export function buildOpenApi(routes: readonly BoundRequest[], publicOnly: boolean): OpenApiDocument {
  const schemas = new Schemas();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const definition of routes) {
    const path = `/v1${definition.http.path.replace('*}', '}')}`;
    paths[path] = { ...paths[path], [definition.http.method.toLowerCase()]: operationOf(definition, schemas) };
  }
  for (const { path, method, open, operation } of DATA_ROUTES) {
    if (publicOnly && !open) continue;
    const responses = { ...(operation['responses'] as object), default: { $ref: '#/components/responses/Refused' } };
    const described = { ...operation, tags: ['data'], security: open ? [] : [{ clientCredentials: [] }], responses } as unknown as Operation;
    paths[path] = { ...paths[path], [method]: described };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '共数 Gongshu',
      version: '1',
      description: '政务数据共享与开放 / Government data sharing and opening. 错误均为 RFC 9457 / Every refusal is a problem as RFC 9457 says.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: sorted(Object.fromEntries(Object.entries(paths).map(([path, methods]) => [path, sorted(methods)]))),
    components: {
      schemas: { ...schemas.all(), Problem: PROBLEM },
      responses: { Refused: REFUSED },
      parameters: {
        IdempotencyKey: { name: 'Idempotency-Key', in: 'header', required: false, description: 'A repeated request with the same key gets the first answer again', schema: { type: 'string', minLength: 1, maxLength: 200 } },
      },
      securitySchemes: { clientCredentials: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/v1/token', scopes: {} } } } },
    },
  };
}
