import type { JsonObject, ResponseFormat } from '../../inference.ts';
import {
  invalidField,
  type Place,
  readBoolean,
  readExtra,
  readObject,
  readString,
  requireString,
} from '../json-field.ts';

const textFields = new Set(['format', 'verbosity']);
const plainFields = new Set(['type']);
const schemaFields = new Set(['type', 'name', 'schema', 'strict']);

/** The shape and the length of the answer, and what else `text` holds: undefined when nothing. */
export interface TextForm {
  readonly responseFormat: ResponseFormat | undefined;
  readonly verbosity: string | undefined;
  readonly extra: JsonObject | undefined;
}

/**
 * The object `text` (OpenAI API reference, responses/create), whose format is flat where a chat nests the schema.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseText(place: Place): TextForm {
  const text = readObject(place, 'text');
  if (text === undefined) return nothing;
  const inside: Place = { object: text, path: 'text.' };
  const format = readObject(inside, 'format');
  return {
    responseFormat: format && parseFormat({ object: format, path: 'text.format.' }),
    verbosity: readString(inside, 'verbosity'),
    extra: readExtra(text, textFields),
  };
}

const nothing: TextForm = { responseFormat: undefined, verbosity: undefined, extra: undefined };

function parseFormat(place: Place): ResponseFormat {
  const { object } = place;
  const { type } = object;
  if (type === 'text' || type === 'json_object') {
    const extra = readExtra(object, plainFields);
    return extra === undefined ? { type } : { type, extra };
  }
  if (type !== 'json_schema') {
    throw invalidField('text.format.type', 'Use text, json_object or json_schema.');
  }
  const schema = readObject(place, 'schema');
  if (schema === undefined) {
    throw invalidField('text.format.schema', 'Send schema as an object.');
  }
  const strict = readBoolean(place, 'strict');
  const extra = readExtra(object, schemaFields);
  return {
    type,
    name: requireString(place, 'name'),
    schema,
    ...(strict === undefined ? undefined : { strict }),
    ...(extra === undefined ? undefined : { extra }),
  };
}
