import type { RequestFacts } from '../fact.ts';
import type { Capability } from '../resource.ts';

/** What a request needs of a target, as `listNeeds` of the data plane says it of a request. */
export function needsOf(request: RequestFacts['request']): readonly Capability[] {
  if (request.operation === 'embedding') return ['embedding'];
  const needs: Capability[] = ['chat'];
  if (request.tools) needs.push('tools');
  if (request.vision) needs.push('vision');
  if (request.jsonSchema) needs.push('json_schema');
  if (request.reasoning) needs.push('reasoning');
  return needs;
}
