import type { Bilingual } from '../vocabulary.js';
import type { PackFault } from './pack-error.js';

/**
 * A place in a parsed file. Reading it wrong notes a fault with file and path and goes on with an empty value, so that one pass names
 * every fault of a pack.
 */
export class Cursor {
  private constructor(
    private readonly file: string,
    private readonly path: string,
    private readonly value: unknown,
    private readonly faults: PackFault[],
  ) {}

  static over(file: string, value: unknown, faults: PackFault[]): Cursor {
    return new Cursor(file, '', value, faults);
  }

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isText(): boolean {
    return typeof this.value === 'string';
  }

  get isList(): boolean {
    return Array.isArray(this.value);
  }

  get isMapping(): boolean {
    return this.mappingOrNone() !== undefined;
  }

  fault(reason: string): void {
    this.faults.push({ file: this.file, path: this.path || '(top)', reason });
  }

  /** Checks that this is a mapping with these keys only. */
  keys(required: readonly string[], optional: readonly string[] = []): this {
    const present = Object.keys(this.mapping());
    for (const key of present) {
      if (!required.includes(key) && !optional.includes(key)) this.at(key).fault(`unknown key; known here: ${[...required, ...optional].join(', ')}`);
    }
    for (const key of required) if (!present.includes(key)) this.fault(`missing ${key}`);
    return this;
  }

  at(key: string): Cursor {
    const mapping = this.mappingOrNone();
    return new Cursor(this.file, this.path ? `${this.path}.${key}` : key, mapping && Object.hasOwn(mapping, key) ? mapping[key] : undefined, this.faults);
  }

  entries(): [string, Cursor][] {
    return this.isAbsent ? [] : Object.keys(this.mapping()).map((key) => [key, this.at(key)]);
  }

  /** The mapping with every value read. */
  record<T>(read: (cursor: Cursor) => T): Record<string, T> {
    return Object.fromEntries(this.entries().map(([key, cursor]) => [key, read(cursor)]));
  }

  list(): Cursor[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.value)) {
      this.fault('must be a list');
      return [];
    }
    return this.value.map((item, index) => new Cursor(this.file, `${this.path}[${index}]`, item, this.faults));
  }

  text(): string {
    if (typeof this.value === 'string' && this.value.trim() !== '') return this.value;
    if (this.value !== undefined) this.fault('must be a text that is not blank');
    return '';
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean' && this.value !== undefined) this.fault('must be true or false');
    return this.value === true;
  }

  oneOf<T extends string>(known: readonly T[]): T {
    const found = known.find((item) => item === this.value);
    if (found === undefined && this.value !== undefined) this.fault(`must be one of: ${known.join(', ')}`);
    return found ?? (known[0] as T);
  }

  /** A text of a form, for example an article; absent keys are noted by `keys`. */
  matching(pattern: RegExp, what: string): string {
    const text = this.text();
    if (text !== '' && !pattern.test(text)) this.fault(`is not ${what}: ${text}`);
    return text;
  }

  scalar(): string | number | boolean {
    if (typeof this.value === 'string' || typeof this.value === 'number' || typeof this.value === 'boolean') return this.value;
    this.fault('must be a text, a number, true or false');
    return '';
  }

  /** The value as the file has it, for content that the pack's author plays as a caller would send it. */
  raw(): unknown {
    return this.value;
  }

  bilingual(): Bilingual {
    if (!this.isAbsent) this.keys(['zh', 'en']);
    return { zh: this.at('zh').text(), en: this.at('en').text() };
  }

  /** The value read, or null where the key is absent or null. */
  optional<T>(read: (cursor: Cursor) => T): T | null {
    return this.isAbsent ? null : read(this);
  }

  private mappingOrNone(): Readonly<Record<string, unknown>> | undefined {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value) ? (this.value as Readonly<Record<string, unknown>>) : undefined;
  }

  private mapping(): Readonly<Record<string, unknown>> {
    const mapping = this.mappingOrNone();
    if (mapping === undefined) this.fault('must be a mapping of keys to values');
    return mapping ?? {};
  }
}
