import { GatewayError } from '../errors.ts';
import type { Json, JsonObject } from '../inference.ts';
import { isJsonObject } from './json-body.ts';

/**
 * Where a field sits: its object, the dotted path of that object with a trailing dot (empty at the
 * top), its name.
 */
export interface Place {
  readonly object: JsonObject;
  readonly path: string;
}

/** The same refusal for every field: what to send, and where. */
export function invalidField(param: string, message: string): GatewayError {
  return new GatewayError('invalid_request', message, { param });
}

/** Text, or undefined when absent or null. @throws GatewayError invalid_request */
export function readString(place: Place, name: string): string | undefined {
  const value = place.object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalidField(`${place.path}${name}`, `Send ${name} as a string.`);
}

/** Text with at least one character. @throws GatewayError invalid_request */
export function requireString(place: Place, name: string): string {
  const value = readString(place, name);
  if (value !== undefined && value !== '') return value;
  throw invalidField(`${place.path}${name}`, `Send ${name} as a string that is not empty.`);
}

/** A number, or undefined when absent or null. @throws GatewayError invalid_request */
export function readNumber(place: Place, name: string): number | undefined {
  const value = place.object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  throw invalidField(`${place.path}${name}`, `Send ${name} as a number.`);
}

/**
 * A whole number of at least `least`, or undefined when absent or null. @throws GatewayError
 * invalid_request
 */
export function readInteger(place: Place, name: string, least: number): number | undefined {
  const value = readNumber(place, name);
  if (value === undefined) return undefined;
  if (Number.isSafeInteger(value) && value >= least) return value;
  const bound = least === Number.MIN_SAFE_INTEGER ? '' : ` of at least ${least}`;
  throw invalidField(`${place.path}${name}`, `Send ${name} as a whole number${bound}.`);
}

/** True or false, or undefined when absent or null. @throws GatewayError invalid_request */
export function readBoolean(place: Place, name: string): boolean | undefined {
  const value = place.object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw invalidField(`${place.path}${name}`, `Send ${name} as true or false.`);
}

/** An object, or undefined when absent or null. @throws GatewayError invalid_request */
export function readObject(place: Place, name: string): JsonObject | undefined {
  const value = place.object[name];
  if (value === undefined || value === null) return undefined;
  if (isJsonObject(value)) return value;
  throw invalidField(`${place.path}${name}`, `Send ${name} as an object.`);
}

/** A list, or undefined when absent or null. @throws GatewayError invalid_request */
export function readList(place: Place, name: string): readonly Json[] | undefined {
  const value = place.object[name];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  throw invalidField(`${place.path}${name}`, `Send ${name} as a list.`);
}

/** An item of a list as an object. @throws GatewayError invalid_request */
export function requireItemObject(item: Json, param: string): JsonObject {
  if (isJsonObject(item)) return item;
  throw invalidField(param, 'Send each item of this list as an object.');
}

/**
 * The fields that are not in `known`, or undefined when there are none. A field named `__proto__`
 * stays a field.
 */
export function readExtra(object: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  let entries: [string, Json][] | undefined;
  for (const name of Object.keys(object)) {
    if (known.has(name)) continue;
    entries ??= [];
    entries.push([name, object[name] ?? null]);
  }
  return entries === undefined ? undefined : Object.fromEntries(entries);
}

/** An object within an object, and the fields of each that have a place of their own. */
export interface NestedFields {
  readonly outer: JsonObject;
  readonly outerKnown: ReadonlySet<string>;
  readonly innerName: string;
  readonly inner: JsonObject;
  readonly innerKnown: ReadonlySet<string>;
}

/**
 * Unknown fields of both, shaped like the original: those of the inner object under its own name.
 */
export function readNestedExtra(fields: NestedFields): JsonObject | undefined {
  const outer = readExtra(fields.outer, fields.outerKnown);
  const inner = readExtra(fields.inner, fields.innerKnown);
  return inner === undefined ? outer : { ...outer, [fields.innerName]: inner };
}

/** The inner part of what `readNestedExtra` gave. */
export function findInnerExtra(
  extra: JsonObject | undefined,
  name: string,
): JsonObject | undefined {
  const inner = extra?.[name];
  return isJsonObject(inner) ? inner : undefined;
}
