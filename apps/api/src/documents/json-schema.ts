/** JSON Schema as far as it means the same in draft 7, which AsyncAPI uses, and in 2020-12, which OpenAPI uses. */
export interface JsonSchema {
  $ref?: string;
  description?: string;
  type?: string | readonly string[];
  format?: string;
  const?: unknown;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema | readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  default?: unknown;
}

/**
 * The schema of an object. The compiler holds it to the type: it names every property, and no other.
 *
 * @param optional properties that may be absent; all others are required.
 * @example
 * const point = objectSchema<{ x: number; label?: string }>(
 *   'A point.', { x: number('Metres.'), label: text('For people.') }, ['label'],
 * );
 */
export function objectSchema<Type>(
  description: string,
  properties: { readonly [Name in keyof Required<Type>]: JsonSchema },
  optional: readonly (keyof Type & string)[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.some((other) => other === name));
  return { type: 'object', description, properties, required };
}

export function text(description: string, more: JsonSchema = {}): JsonSchema {
  return { type: 'string', description, ...more };
}

export function number(description: string, more: JsonSchema = {}): JsonSchema {
  return { type: 'number', description, ...more };
}

export function integer(description: string, more: JsonSchema = {}): JsonSchema {
  return { type: 'integer', description, ...more };
}

export function listOf(items: JsonSchema, description: string, more: JsonSchema = {}): JsonSchema {
  return { type: 'array', description, items, ...more };
}

/** A schema among the document's components. */
export function component(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** A moment. */
export function epochMs(description: string): JsonSchema {
  return integer(`${description}, in milliseconds since 1970-01-01T00:00:00Z.`);
}

/** An amount of money. */
export function dollars(description: string): JsonSchema {
  return number(`${description}, US dollars.`);
}

/** A component, or null. */
export const orNull = (of: JsonSchema, description: string): JsonSchema => ({
  description,
  anyOf: [of, { type: 'null' }],
});

/** An array with a place for each of these. */
export const tuple = (description: string, items: readonly JsonSchema[]): JsonSchema => ({
  ...{ type: 'array', description, items, minItems: items.length, maxItems: items.length },
});
