import type { Operation } from '../../control-plane/services/operation.ts';
import type { Services } from '../../control-plane/services/services.ts';
import { ask } from './ask.ts';

/**
 * Calls a mutation and gives its payload: what `selection` picks of a success, or the mistake with its details.
 * @throws Error with the messages when there are errors
 */
export async function mutate(
  caller: { readonly services: Services; readonly operation: Operation },
  name: string,
  { input, selection }: { readonly input: object; readonly selection: string },
): Promise<unknown> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  // What makes something new has no version that could conflict.
  const conflict = /^(create|request|rotate|plan)/.test(name)
    ? ''
    : '... on VersionConflict { currentVersion }';
  const source = `mutation ($input: ${type}!) { answer: ${name}(input: $input) {
    __typename
    ... on ValidationFailed { faults { path message line column } }
    ... on PermissionDenied { permission }
    ${conflict}
    ${selection}
  } }`;
  return (await ask(caller, source, { input }))['answer'];
}
