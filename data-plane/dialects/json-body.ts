import { isUtf8 } from 'node:buffer';
import { GatewayError } from '../errors.ts';
import type { Json, JsonObject } from '../inference.ts';

/** Levels of nesting that a body may have. Schemas of tools stay under 20 in practice. */
export const jsonDepthMax = 64;

/**
 * Parses a body once, strictly: what cannot be re-encoded without loss is refused. Of duplicate
 * keys the last one wins, and only that one is sent on.
 *
 * @throws GatewayError invalid_request for invalid UTF-8, a byte order mark, broken JSON, anything
 *   but an object, nesting deeper than {@link jsonDepthMax}, and whole numbers beyond 2^53, which
 *   would change their value
 */
export function parseJsonBody(body: Buffer): JsonObject {
  const value = parseText(decodeText(body));
  if (!isJsonObject(value)) {
    throw new GatewayError('invalid_request', 'Send the body as one JSON object.');
  }
  const fault = findFault(value, 1);
  if (fault !== undefined) throw describeFault(fault);
  return value;
}

/** Whether a value is an object: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decodeText(body: Buffer): string {
  if (body.length === 0) {
    throw new GatewayError('invalid_request', 'The body is empty: send one JSON object.');
  }
  if (!isUtf8(body)) {
    throw new GatewayError(
      'invalid_request',
      'The body is not valid UTF-8: encode the whole text as UTF-8, and cut it only between characters.',
    );
  }
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) {
    throw new GatewayError(
      'invalid_request',
      'The body begins with a byte order mark: send UTF-8 without one.',
    );
  }
  return body.toString('utf8');
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the body in its message: only the position leaves this place.
    const position = error instanceof SyntaxError ? /position (\d+)/.exec(error.message) : null;
    const where = position === null ? '' : ` near position ${position[1]}`;
    throw new GatewayError(
      'invalid_request',
      `The body is not valid JSON${where}: check its quotes, commas and brackets.`,
    );
  }
}

interface Fault {
  readonly kind: 'depth' | 'number';
  /** Innermost first. */
  readonly path: string[];
}

function findFault(value: Json, depth: number): Fault | undefined {
  if (typeof value === 'number') {
    // 1e400 parses as Infinity, which JSON has no word for; other floats survive re-encoding.
    const lossy = Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value);
    return lossy ? { kind: 'number', path: [] } : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > jsonDepthMax) return { kind: 'depth', path: [] };
  return Array.isArray(value)
    ? findFaultInList(value, depth)
    : findFaultInObject(value as JsonObject, depth);
}

function findFaultInList(list: readonly Json[], depth: number): Fault | undefined {
  for (let index = 0; index < list.length; index += 1) {
    const fault = findFault(list[index] ?? null, depth + 1);
    if (fault !== undefined) {
      fault.path.push(String(index));
      return fault;
    }
  }
  return undefined;
}

function findFaultInObject(object: JsonObject, depth: number): Fault | undefined {
  for (const name of Object.keys(object)) {
    const fault = findFault(object[name] ?? null, depth + 1);
    if (fault !== undefined) {
      fault.path.push(name);
      return fault;
    }
  }
  return undefined;
}

/** Segments of a path that an error names; the rest would only be noise. */
const pathSegmentsMax = 8;

function describeFault(fault: Fault): GatewayError {
  const param = fault.path.toReversed().slice(0, pathSegmentsMax).join('.');
  return fault.kind === 'depth'
    ? new GatewayError(
        'invalid_request',
        `The body is nested deeper than ${jsonDepthMax} levels: flatten it.`,
        { param },
      )
    : new GatewayError(
        'invalid_request',
        'A number is beyond 2^53 and would lose digits: send a smaller one, or a string.',
        { param },
      );
}
