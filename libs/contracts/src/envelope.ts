/**
 * A fact on the bus: CloudEvents 1.0 in JSON, with the extensions every reader needs. `source` + `id` are unique; `id` alone is a UUID, and consumers keep it
 * in their inbox. Attribute names follow CloudEvents: lower case letters and digits only.
 */
export interface EventEnvelope<D = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  /** `/nodes/<division>/<service>` */
  readonly source: string;
  readonly type: string;
  /** Id of the thing the fact is about. */
  readonly subject: string;
  /** Instant of the fact, ISO 8601. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly traceparent: string;
  /** Division code of the node where it happened. */
  readonly node: string;
  /** Regulation pack in force at that node. */
  readonly jurisdiction: string;
  /** Client or system that acted. */
  readonly actor: string;
  /** Organisation the actor acted for; empty for the platform itself. */
  readonly organisation: string;
  readonly data: D;
}

export type EventOf<T> = T extends { readonly data: new () => infer D } ? EventEnvelope<D> : never;

/** `gongshu.sharing.request-submitted.v1` → its parts; null for a foreign type. */
export function parseEventType(type: string): { service: string; name: string; major: number } | null {
  const match = /^gongshu\.([a-z-]+)\.([a-z-]+)\.v(\d+)$/.exec(type);
  return match === null ? null : { service: match[1] ?? '', name: match[2] ?? '', major: Number(match[3]) };
}
