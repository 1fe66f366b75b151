/** What a gateway answered. */
export class Answer {
  readonly body: unknown;

  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {
    this.body = parsed(text);
  }

  /** The value at a dotted path (`step.label.zh`, `items.0.id`) as text; empty when there is none. */
  at(path: string): string {
    let value: unknown = this.body;
    for (const key of path.split('.')) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
  }

  /** The list at a path of the top level; empty when there is none. */
  list(key: string): Record<string, unknown>[] {
    const value: unknown = key === '' ? this.body : (this.body as Record<string, unknown> | null)?.[key];
    return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
