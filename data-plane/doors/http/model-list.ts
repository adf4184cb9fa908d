import type { Operation } from '../../../policy/resource.ts';

/** A route as the list of models shows it. */
export interface ListedRoute {
  readonly name: string;
  readonly operation: Operation;
}

/** The body of `GET /v1/models`, in the order of the routes. */
export function renderModelList(routes: readonly ListedRoute[]): string {
  return JSON.stringify({ object: 'list', data: routes.map(toModel) });
}

/** The body of `GET /v1/models/{id}`. */
export function renderModel(route: ListedRoute): string {
  return JSON.stringify(toModel(route));
}

/**
 * `created` is a field that SDKs require; a route is published and changed, never created at one
 * moment.
 */
function toModel(route: ListedRoute) {
  return { id: route.name, object: 'model', created: 0, owned_by: 'gatehouse' };
}
