import { z } from 'zod';

const DEPTH_MAX = 8;
const schemaNode = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/**
 * A small value that fits a JSON schema of the common kinds (objects, arrays, scalars, enums), so
 * that a caller's own validation of tool arguments and structured output passes; `{}` when there is
 * none.
 */
export function sampleOf(schema: unknown, name = 'value', depth = 0): unknown {
  const { data } = schemaNode.safeParse(schema);
  if (data === undefined || depth > DEPTH_MAX) return {};
  if (data.const !== undefined) return data.const;
  if (data.default !== undefined) return data.default;
  if (data.enum?.length) return data.enum[0];
  const type = Array.isArray(data.type) ? data.type[0] : data.type;
  switch (type) {
    case 'string':
      return /city|location|place/i.test(name) ? 'Paris' : 'demo';
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return [sampleOf(data.items, name, depth + 1)];
    default:
      return Object.fromEntries(
        Object.entries(data.properties ?? {}).map(([key, value]) => [
          key,
          sampleOf(value, key, depth + 1),
        ]),
      );
  }
}
