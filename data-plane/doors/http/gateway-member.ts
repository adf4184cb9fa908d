import { isJsonObject } from '../../dialects/json-body.ts';
import type { Explanation } from '../../explanation.ts';

const member = 'gateway';
const closingBrace = 0x7d;

/**
 * Adds the decision as the last member of a JSON object that is not empty: before its closing brace, so that all other bytes stay as
 * they are. A provider's own member of that name would be read in its place by some: then the object is written anew without it.
 */
export function addGateway(body: Buffer, explanation: Explanation): Buffer {
  const own = withoutGateway(body);
  const end = own.lastIndexOf(closingBrace);
  const added = Buffer.from(`,"${member}":${renderExplanation(explanation)}`);
  return Buffer.concat([own.subarray(0, end), added, own.subarray(end)]);
}

/** The decision as a comment of an event stream, which every reader skips over. */
export function renderExplainComment(explanation: Explanation): string {
  return `: x-gatehouse-explain: ${renderExplanation(explanation)}\n\n`;
}

/** On one line; what was not reached is left out. */
function renderExplanation(explanation: Explanation): string {
  return JSON.stringify(explanation, (_name, value) => (value === '' ? undefined : value));
}

function withoutGateway(body: Buffer): Buffer {
  if (!body.includes(`"${member}"`)) return body;
  const value: unknown = JSON.parse(body.toString('utf8'));
  if (!isJsonObject(value) || !Object.hasOwn(value, member)) return body;
  const { [member]: _, ...others } = value;
  return Buffer.from(JSON.stringify(others));
}
