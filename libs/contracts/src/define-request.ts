import type { Permission } from './permission.js';
import type { Bilingual } from './problem.js';
import type { ServiceName } from './service-name.js';
import { requestSubject } from './subjects.js';

export type Constructor<T extends object = object> = new () => T;
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Where the request stands in the REST API. Path parameters are fields of the input class, written `{name}`. */
export interface HttpBinding {
  readonly method: HttpMethod;
  /** Path below `/v1`, kebab-case. */
  readonly path: string;
  /** Status of a success. */
  readonly status: number;
  /** The public listener offers only what says so. */
  readonly onPublicListener: boolean;
  /** `raw`: the answer is a `RawBody` and is sent as its bytes. `form`: the body may be form-encoded (OAuth2 demands it). */
  readonly body: 'json' | 'raw' | 'form';
  /** The answer is in the caller's language, and says which. */
  readonly localised: boolean;
  /** How long anybody may keep the answer; 0: nobody. Only for GETs that anyone may make, because a cache does not ask who is asking. */
  readonly cacheSeconds: number;
}

/**
 * A question or command one service answers. One object holds everything both sides need: the input and output classes validate and publish the schema,
 * the permission is checked before the handler runs, and the binding makes the REST route: adding a use case needs no code in the gateway.
 */
export interface RequestDefinition<I extends object = object, O extends object = object> {
  readonly service: ServiceName;
  readonly name: string;
  readonly subject: string;
  /** A command changes state and honours the idempotency key; a query may be repeated freely. */
  readonly kind: 'command' | 'query';
  readonly input: Constructor<I>;
  readonly output: Constructor<O>;
  readonly permission: Permission;
  readonly http: HttpBinding | null;
  readonly summary: Bilingual;
}

interface RequestParts<I extends object, O extends object> {
  service: ServiceName;
  name: string;
  kind: 'command' | 'query';
  input: Constructor<I>;
  output: Constructor<O>;
  permission: Permission;
  http?: HttpBinding;
  summary: Bilingual;
}

/** @throws Error for a binding that would let caches hand out what is not for everybody */
export function defineRequest<I extends object, O extends object>(parts: RequestParts<I, O>): RequestDefinition<I, O> {
  const { http, permission } = parts;
  if (http !== undefined && http.cacheSeconds > 0 && (http.method !== 'GET' || http.body !== 'json' || permission.kind !== 'anyone')) {
    throw new Error(`${parts.service}.${parts.name}: only a JSON GET that anyone may make can be cached`);
  }
  return { ...parts, http: parts.http ?? null, subject: requestSubject(parts.service, parts.name, 1) };
}

type BindingOptions = Partial<Pick<HttpBinding, 'status' | 'onPublicListener' | 'body' | 'localised' | 'cacheSeconds'>>;
function bind(method: HttpMethod, path: string, status: number, options: BindingOptions): HttpBinding {
  return { method, path, status, onPublicListener: false, body: 'json', localised: false, cacheSeconds: 0, ...options };
}

export const get = (path: string, options: BindingOptions = {}): HttpBinding => bind('GET', path, 200, options);
export const post = (path: string, options: BindingOptions = {}): HttpBinding => bind('POST', path, 201, options);
export const put = (path: string, options: BindingOptions = {}): HttpBinding => bind('PUT', path, 200, options);
