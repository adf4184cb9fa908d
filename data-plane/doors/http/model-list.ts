import type { Operation } from '../../../policy/resource.ts';

/** A route as the list of models shows it. */
export interface ListedRoute {
  readonly name: string;
  readonly operation: Operation;
}

/** How one wire shows models. Routes come in the order of the list. */
export interface ModelForm {
  list(routes: readonly ListedRoute[]): string;
  one(route: ListedRoute): string;
}

/** The bodies of `GET /v1/models` and `/v1/models/{id}` (OpenAI API reference, models). */
export const openAiModels: ModelForm = {
  list: (routes) => JSON.stringify({ object: 'list', data: routes.map(toModel) }),
  one: (route) => JSON.stringify(toModel(route)),
};

/** The same (Anthropic API reference, models). There is one page, whatever the caller asks for. */
export const anthropicModels: ModelForm = {
  list: (routes) =>
    JSON.stringify({
      data: routes.map(toAnthropicModel),
      has_more: false,
      first_id: routes[0]?.name ?? null,
      last_id: routes.at(-1)?.name ?? null,
    }),
  one: (route) => JSON.stringify(toAnthropicModel(route)),
};

/**
 * `created` is a field that SDKs require; a route is published and changed, never created at one
 * moment.
 */
function toModel(route: ListedRoute) {
  return { id: route.name, object: 'model', created: 0, owned_by: 'gatehouse' };
}

/** The beginning of the epoch is Anthropic's word for a moment that is not known (API reference, models). */
function toAnthropicModel({ name }: ListedRoute) {
  return { type: 'model', id: name, display_name: name, created_at: '1970-01-01T00:00:00Z' };
}
