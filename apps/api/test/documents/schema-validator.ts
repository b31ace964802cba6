import { Ajv, type ValidateFunction } from 'ajv';
import type { JsonSchema } from '../../src/documents/json-schema.js';

/** The components of a document, each as a function that says what is wrong with a value. */
export class SchemaValidator {
  readonly #ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true })
    // Where the documents keep their schemas.
    .addKeyword('components');
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(schemas: Readonly<Record<string, JsonSchema>>) {
    const components = JSON.parse(JSON.stringify({ schemas })) as { schemas: Record<string, object> };
    this.#ajv.addSchema({ $id: 'document:', components: closed(components) });
    for (const name of Object.keys(schemas)) {
      this.#validators.set(name, this.#ajv.compile({ $ref: `document:#/components/schemas/${name}` }));
    }
  }

  /** What is wrong with a value; empty when nothing is. */
  problems(name: string, value: unknown): string[] {
    const validate = this.#validators.get(name);
    if (!validate) return [`there is no schema ${name}`];
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** The same schemas, but without room for properties that they do not name: what is sent has to be documented. */
function closed<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((element: unknown) => closed(element)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]));
  return ('properties' in value ? { ...inner, additionalProperties: false } : inner) as Value;
}
