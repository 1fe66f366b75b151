import type { Constructor } from '@gongshu/contracts';

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

/** What the field decorators of the contracts leave at a class (`@nestjs/swagger`). */
interface FieldMetadata {
  readonly type?: unknown;
  readonly isArray?: boolean;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly [key: string]: unknown;
}

const COPIED = ['description', 'format', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'enum', 'items', 'additionalProperties'] as const;

/** Collects the schemas of contract classes, each under its own name. */
export class Schemas {
  private readonly classes = new Map<string, Constructor>();
  private readonly schemas = new Map<string, Schema>();

  /** Reference to a class's schema. @throws Error when two classes have one name */
  refer(type: Constructor): Schema {
    const known = this.classes.get(type.name);
    if (known !== undefined && known !== type) throw new Error(`two contract classes are called ${type.name}`);
    if (known === undefined) {
      this.classes.set(type.name, type);
      this.schemas.set(type.name, this.objectOf(type));
    }
    return { $ref: `#/components/schemas/${type.name}` };
  }

  all(): Record<string, Schema> {
    return Object.fromEntries([...this.schemas].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** Schemas of a class's fields, and which of them must be there. */
  fieldsOf(type: Constructor): { readonly name: string; readonly schema: Schema; readonly required: boolean }[] {
    const names = (Reflect.getMetadata('swagger/apiModelPropertiesArray', type.prototype as object) ?? []) as string[];
    return names.map((marked) => {
      const name = marked.replace(/^:/, '');
      const field = Reflect.getMetadata('swagger/apiModelProperties', type.prototype as object, name) as FieldMetadata;
      return { name, schema: this.fieldOf(field), required: field.required !== false };
    });
  }

  private objectOf(type: Constructor): Schema {
    const fields = this.fieldsOf(type);
    const required = fields.filter((field) => field.required).map(({ name }) => name);
    return { type: 'object', properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])), ...(required.length === 0 ? {} : { required }) };
  }

  private fieldOf(field: FieldMetadata): Schema {
    const own = Object.fromEntries(COPIED.flatMap((key) => (field[key] === undefined ? [] : [[key, field[key]]])));
    const examples = field['example'] === undefined ? {} : { examples: [field['example']] };
    if (typeof field.type === 'function') {
      const { description } = field as { description?: string };
      const reference = this.refer((field.type as () => Constructor)());
      const described = description === undefined ? {} : { description };
      return field.isArray === true ? { type: 'array', items: reference, ...described } : { ...reference, ...described };
    }
    if (field.isArray === true && field.type !== 'array') return { type: 'array', items: { type: field.type }, ...own, ...examples };
    return { type: field.nullable === true ? [field.type, 'null'] : field.type, ...own, ...examples };
  }
}
