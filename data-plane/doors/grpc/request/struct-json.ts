import type { Struct__Output as Struct } from '../../../../proto/generated/google/protobuf/Struct.ts';
import type { Value__Output as Value } from '../../../../proto/generated/google/protobuf/Value.ts';
import type { Json, JsonObject } from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import type { WireText } from './wire-text.ts';

/** Deeper objects are refused. The decoder itself ends at 100 messages inside each other, which is 50 levels of JSON. */
const depthMax = 32;

/** Where a value stands: `param` names the field that holds the whole Struct. */
interface Place {
  readonly param: string;
  readonly text: WireText;
  readonly depth: number;
}

/**
 * The JSON object that a google.protobuf.Struct stands for.
 *
 * @param param path of the field that holds it
 * @throws GatewayError invalid_request for a number that JSON has no word for, a value of no kind, or more than 32 levels
 */
export function structToJson(struct: Struct, param: string, text: WireText): JsonObject {
  return toObject(struct, { param, text, depth: 0 });
}

function toObject(struct: Struct, place: Place): JsonObject {
  if (place.depth > depthMax)
    throw invalidField(place.param, `must not nest deeper than ${depthMax} levels`);
  const inside = { ...place, depth: place.depth + 1 };
  // Own properties whatever the name: `__proto__` is a field like any other.
  return Object.fromEntries(
    Object.entries(struct.fields ?? {}).map(([name, value]) => [
      place.text.whole(name),
      toJson(value, inside),
    ]),
  );
}

function toJson(value: Value, place: Place): Json {
  switch (value.kind) {
    case 'nullValue':
      return null;
    case 'boolValue':
      return value.boolValue === true;
    case 'numberValue':
      return finite(value.numberValue, place);
    case 'stringValue':
      return place.text.whole(value.stringValue ?? '');
    case 'structValue':
      return value.structValue ? toObject(value.structValue, place) : {};
    case 'listValue':
      return toArray(value.listValue?.values ?? [], place);
    default:
      throw invalidField(place.param, 'holds a value of no kind');
  }
}

function toArray(values: readonly Value[], place: Place): readonly Json[] {
  if (place.depth > depthMax)
    throw invalidField(place.param, `must not nest deeper than ${depthMax} levels`);
  const inside = { ...place, depth: place.depth + 1 };
  return values.map((value) => toJson(value, inside));
}

function finite(value: number | undefined, place: Place): number {
  if (!Number.isFinite(value)) throw invalidField(place.param, 'holds a number that is not finite');
  return value ?? 0;
}
