import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { rememberRules } from './remember-rules.js';

rememberRules();

/*
 * One decorator per kind of field gives validation, the published schema and the conversion of nested parts at once, so that the three cannot differ.
 * A field is required unless `optional`; absent means "leave", and `null` is never accepted for it. Only fields of answers and events are `nullable`: null or absent.
 */

type Constructor = new () => object;
interface Described {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  /** Filled in on the way by the platform itself: no part of what is published, and refused to callers who state it. */
  readonly unpublished?: boolean;
}

/** What a field's text in a path or query becomes. */
export type FieldKind = 'text' | 'whole' | 'flag' | 'texts' | 'part';

/** A field as its decorator describes it. */
export interface FieldDescription {
  readonly kind: FieldKind;
  readonly required: boolean;
  /** JSON Schema of the field; of nothing but the list, where `part` names the class of its items or itself. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly part: (() => Constructor) | null;
}

const described = new WeakMap<object, Map<string, FieldDescription>>();

/** All published fields of a contract class, its parents' included, by name. */
export function fieldsOf(type: Constructor): ReadonlyMap<string, FieldDescription> {
  const found = new Map<string, FieldDescription>();
  for (let prototype: object | null = type.prototype as object; prototype !== null; prototype = Object.getPrototypeOf(prototype) as object | null) {
    for (const [name, field] of described.get(prototype) ?? []) if (!found.has(name)) found.set(name, field);
  }
  return found;
}

/** Kinds of all fields of a contract class, by name. */
export function fieldKinds(type: Constructor): ReadonlyMap<string, FieldKind> {
  return new Map([...fieldsOf(type)].map(([name, { kind }]) => [name, kind]));
}

function field(kind: FieldKind, options: Described, schema: Record<string, unknown>, checks: readonly PropertyDecorator[], part: (() => Constructor) | null = null): PropertyDecorator {
  return (target, name) => {
    const own = described.get(target) ?? new Map<string, FieldDescription>();
    const words = { ...(options.description === undefined ? {} : { description: options.description }), ...(options.example === undefined ? {} : { examples: [options.example] }) };
    const { optional = false, nullable = false } = options;
    if (options.unpublished !== true) own.set(String(name), { kind, required: !optional && !nullable, schema: { ...schema, ...(nullable && 'type' in schema ? { type: [schema['type'], 'null'] } : {}), ...words }, part });
    described.set(target, own);
    if (optional || nullable) ValidateIf((_object: object, value: unknown) => value !== undefined && !(nullable && value === null))(target, String(name));
    for (const check of checks) check(target, name);
  };
}

/** Control characters, which PostgreSQL (NUL) or a person's screen cannot take. Tabs and line ends may pass. */
const NO_CONTROL = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u;

/** A text of `min` to `max` UTF-16 units (default 1 to 200), without control characters. */
export function Text(options: Described & { min?: number; max?: number; pattern?: RegExp } = {}): PropertyDecorator {
  const min = options.min ?? 1;
  const max = options.max ?? 200;
  return field('text', options, { type: 'string', minLength: min, maxLength: max, ...(options.pattern === undefined ? {} : { pattern: options.pattern.source }) }, [
    IsString(),
    MinLength(min),
    MaxLength(max),
    Matches(NO_CONTROL),
    ...(options.pattern === undefined ? [] : [Matches(options.pattern)]),
  ]);
}

/** Text that may be null; at most 4000 units unless `max` says otherwise. */
export function Nullable(options: Described & { max?: number } = {}): PropertyDecorator {
  return Text({ max: 4000, ...options, min: 0, nullable: true });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a value is what an `Id` field takes: for ids that come by another way than a field. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** A UUID in lower case. */
export function Id(options: Described = {}): PropertyDecorator {
  return Text({ ...options, min: 36, max: 36, pattern: UUID });
}

/** An organisation's or client's name within a node: lower case letters, digits, hyphens. */
export function Slug(options: Described = {}): PropertyDecorator {
  return Text({ ...options, min: 3, max: 64, pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/ });
}

/** A six-digit division code (GB/T 2260). */
export function Division(options: Described = {}): PropertyDecorator {
  return Text({ ...options, min: 6, max: 6, pattern: /^[1-9][0-9]{5}$/ });
}

function isCalendarDay(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{3}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
}

/** Neither the year 0 nor the end of the year 9999 can be stored and counted on from. */
function isDayOfOurTimes(value: unknown): value is string {
  return isCalendarDay(value) && value < '3000';
}

/** A calendar day `YYYY-MM-DD` that exists, of the years 1000 to 2999. */
export function DayField(options: Described = {}): PropertyDecorator {
  return field('text', options, { type: 'string', format: 'date' }, [
    ValidateBy({
      name: 'isDay',
      validator: {
        validate: isDayOfOurTimes,
        defaultMessage: (args) => `${args?.property ?? 'value'} must be a calendar day YYYY-MM-DD`,
      },
    }),
  ]);
}

const INSTANT = /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Whether a value is an instant, ISO 8601 with offset, that exists. */
export function isInstant(value: unknown): value is string {
  // Date.parse takes 30 February for 1 March.
  return typeof value === 'string' && INSTANT.test(value) && isCalendarDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));
}

/** An instant, ISO 8601 with offset. Only answers and events carry it. */
export function InstantField(options: Described = {}): PropertyDecorator {
  return field('text', options, { type: 'string', format: 'date-time' }, [
    ValidateBy({ name: 'isInstant', validator: { validate: isInstant, defaultMessage: (args) => `${args?.property ?? 'value'} must be an instant with offset` } }),
  ]);
}

/** A calendar day that exists, or an instant, ISO 8601 with offset. */
export function DayOrInstantField(options: Described = {}): PropertyDecorator {
  return field('text', options, { type: 'string', anyOf: [{ format: 'date' }, { format: 'date-time' }] }, [
    ValidateBy({
      name: 'isDayOrInstant',
      validator: {
        validate: (value: unknown) => isCalendarDay(value) || isInstant(value),
        defaultMessage: (args) => `${args?.property ?? 'value'} must be a day YYYY-MM-DD or an instant with offset`,
      },
    }),
  ]);
}

/** A whole number between `min` and `max`. */
export function Whole(options: Described & { min: number; max: number }): PropertyDecorator {
  return field('whole', options, { type: 'integer', minimum: options.min, maximum: options.max }, [IsInt(), Min(options.min), Max(options.max)]);
}

export function Flag(options: Described = {}): PropertyDecorator {
  return field('flag', options, { type: 'boolean' }, [IsBoolean()]);
}

/** One of a closed list of words. */
export function Choice(values: readonly string[], options: Described = {}): PropertyDecorator {
  return field('text', options, { type: 'string', enum: [...values] }, [IsIn([...values])]);
}

/** Several of a closed list of words. */
export function Choices(values: readonly string[], options: Described & { min?: number } = {}): PropertyDecorator {
  return field('texts', options, { type: 'array', items: { type: 'string', enum: [...values] }, minItems: options.min ?? 1, maxItems: values.length }, [
    IsArray(),
    ArrayMinSize(options.min ?? 1),
    ArrayMaxSize(values.length),
    IsIn([...values], { each: true }),
  ]);
}

/** A list of texts of at most `max` units each. */
export function Texts(options: Described & { min?: number; most?: number; max?: number; pattern?: RegExp } = {}): PropertyDecorator {
  const items = { type: 'string', maxLength: options.max ?? 200, ...(options.pattern === undefined ? {} : { pattern: options.pattern.source }) };
  return field('texts', options, { type: 'array', items, minItems: options.min ?? 0, maxItems: options.most ?? 200 }, [
    IsArray(),
    ArrayMinSize(options.min ?? 0),
    ArrayMaxSize(options.most ?? 200),
    IsString({ each: true }),
    MaxLength(options.max ?? 200, { each: true }),
    Matches(options.pattern ?? NO_CONTROL, { each: true }),
  ]);
}

/** A nested object. */
export function Part(type: () => Constructor, options: Described = {}): PropertyDecorator {
  return field('part', options, options.nullable === true ? { type: 'object' } : {}, [IsObject(), ValidateNested(), Type(type)], type);
}

/** A list of nested objects. */
export function Parts(type: () => Constructor, options: Described & { min?: number; most?: number } = {}): PropertyDecorator {
  const checks = [
    IsArray(),
    ArrayMinSize(options.min ?? 0),
    ArrayMaxSize(options.most ?? 500),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  ];
  return field('part', options, listOf(options), checks, type);
}

/** A list of nested objects whose items the use case checks itself, each alone: one that is wrong must not refuse the others, and the check must cost next to nothing. */
export function UncheckedParts(type: () => Constructor, options: Described & { min: number; most: number }): PropertyDecorator {
  return field('part', options, listOf(options), [IsArray(), ArrayMinSize(options.min), ArrayMaxSize(options.most), IsObject({ each: true })], type);
}

function listOf({ min, most }: { min?: number; most?: number }): Record<string, unknown> {
  return { type: 'array', ...(min === undefined ? {} : { minItems: min }), ...(most === undefined ? {} : { maxItems: most }) };
}

/** A free JSON object: only in answers. */
export function JsonField(options: Described = {}): PropertyDecorator {
  return field('part', options, { type: 'object', additionalProperties: true }, [IsObject()]);
}

/** Any JSON value: only in answers, where what it is depends on the field it speaks of. */
export function AnyJson(options: Described = {}): PropertyDecorator {
  return field('part', options, {}, [Allow()]);
}

/** A number, a flag, a text or a list of texts: only in answers. */
export function ValueField(options: Described = {}): PropertyDecorator {
  return field('part', options, { type: ['integer', 'boolean', 'string', 'array'], items: { type: 'string' } }, [Allow()]);
}
