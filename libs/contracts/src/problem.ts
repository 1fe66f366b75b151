/** Text a person of an agency reads, in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export interface ProblemDefinition {
  /** Stable name, `area/what-is-wrong`; callers branch on it. */
  readonly code: string;
  /** HTTP status of the answer. */
  readonly status: number;
  readonly title: Bilingual;
}

/** One fault of the input: RFC 6901 pointer into the request's JSON (or `/name` of a path or query parameter). */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface ProblemParts {
  readonly detail?: Bilingual | string;
  /** The article by which law refuses, with the pack it stands in. */
  readonly article?: { readonly pack: string; readonly version: string; readonly article: string; readonly quote: string };
  readonly errors?: readonly FieldFault[];
  /** What the caller could have done instead. */
  readonly allowed?: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** How a problem travels between services; the gateway turns it into RFC 9457 JSON. */
export interface ProblemWire extends ProblemDefinition, ProblemParts {
  /** Ties answer, log line and trace together. */
  readonly id: string;
}

/** Declares a refusal once, so that code, status and titles cannot drift apart. */
export function defineProblem(code: string, status: number, zh: string, en: string): ProblemDefinition {
  return { code, status, title: { zh, en } };
}

/** A refusal. Thrown by rules, stores and use cases; carried over the bus unchanged. */
export class Problem extends Error {
  constructor(
    readonly definition: ProblemDefinition,
    readonly parts: ProblemParts = {},
  ) {
    const detail = parts.detail;
    super(`${definition.code}: ${detail === undefined ? definition.title.en : typeof detail === 'string' ? detail : detail.en}`);
    this.name = 'Problem';
  }

  toWire(id: string): ProblemWire {
    return { ...this.definition, ...this.parts, id };
  }

  static fromWire(wire: ProblemWire): Problem {
    const { code, status, title, id: _id, ...parts } = wire;
    return new Problem({ code, status, title }, parts);
  }
}

/** Refusals that any service may give. */
export const problems = {
  invalidInput: defineProblem('input/invalid', 422, '请求内容不符合要求', 'The request content is invalid'),
  malformed: defineProblem('input/malformed', 400, '请求无法解析', 'The request cannot be parsed'),
  tooLarge: defineProblem('input/too-large', 413, '请求内容过大', 'The request content is too large'),
  notAcceptable: defineProblem('input/not-acceptable', 406, '无法以所要求的格式提供', 'Not available in an acceptable form'),
  unsupportedMediaType: defineProblem('input/unsupported-media-type', 415, '不支持的内容类型', 'Unsupported media type'),
  unauthenticated: defineProblem('access/unauthenticated', 401, '未提供有效的访问令牌', 'No valid access token'),
  forbidden: defineProblem('access/forbidden', 403, '无权执行此操作', 'Not permitted'),
  notFound: defineProblem('access/not-found', 404, '未找到或无权查看', 'Not found, or not visible to you'),
  methodNotAllowed: defineProblem('access/method-not-allowed', 405, '不支持的请求方法', 'Method not allowed'),
  conflict: defineProblem('state/conflict', 409, '当前状态不允许此操作', 'The current state does not allow this'),
  idempotencyKeyReused: defineProblem('state/idempotency-key-reused', 422, '幂等键已用于不同的请求', 'The idempotency key was used for a different request'),
  versionMismatch: defineProblem('state/version-mismatch', 412, '资源已被修改', 'The resource has changed meanwhile'),
  tooManyRequests: defineProblem('capacity/too-many-requests', 429, '请求过于频繁', 'Too many requests'),
  serviceUnreachable: defineProblem('capacity/service-unreachable', 503, '服务暂时不可用', 'A service is unreachable'),
  serviceTimeout: defineProblem('capacity/service-timeout', 504, '服务未及时答复,结果未知', 'A service did not answer in time; the outcome is unknown'),
  nodeUnreachable: defineProblem('federation/node-unreachable', 503, '对方节点不可达', 'NODE_UNREACHABLE: the other node is unreachable'),
  nodeTimeout: defineProblem('federation/node-timeout', 504, '对方节点未及时答复,结果未知', 'NODE_TIMEOUT: the other node did not answer in time; the outcome is unknown'),
  internal: defineProblem('internal/unexpected', 500, '系统内部错误', 'An unexpected error; quote its id to the operator'),
} as const;
