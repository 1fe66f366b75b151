import { fieldsOf, type Constructor, type FieldDescription } from '@gongshu/contracts';

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

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
    return [...fieldsOf(type)].map(([name, field]) => ({ name, schema: this.fieldOf(field), required: field.required }));
  }

  private objectOf(type: Constructor): Schema {
    const fields = this.fieldsOf(type);
    const required = fields.filter((field) => field.required).map(({ name }) => name);
    return { type: 'object', properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])), ...(required.length === 0 ? {} : { required }) };
  }

  private fieldOf({ schema, part }: FieldDescription): Schema {
    if (part === null) return schema;
    const reference = this.refer(part());
    const { type, ...words } = schema;
    if (type === 'array' || (Array.isArray(type) && type.includes('array'))) return { ...schema, items: reference };
    return Array.isArray(type) ? { anyOf: [reference, { type: 'null' }], ...words } : { ...reference, ...schema };
  }
}
