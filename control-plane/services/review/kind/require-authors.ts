import type { ChangeRequest } from '../../../domain/change-request.ts';
import { invalid } from '../../../domain/errors.ts';
import { isOfPlatform, type Permission } from '../../../domain/permission.ts';
import { permissionsHeld } from '../../../domain/role.ts';
import type { AuthorRights } from '../../../storage/review/party.ts';
import type { Stores } from '../../../storage/storage.ts';

/**
 * Nobody hands out what he does not have, approved or not: one of those who wrote the request must have all of it at the
 * moment of the change.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export async function requireAuthorsHold(
  { parties }: Stores,
  { id }: Pick<ChangeRequest, 'id'>,
  given: Iterable<Permission>,
): Promise<void> {
  const wanted = [...given];
  const authors = await parties.lockAuthorRights(id);
  const held = authors.map(permissionsOfAuthor);
  if (held.some((permissions) => wanted.every((one) => permissions.has(one)))) return;
  throw invalid(
    'changeRequestId',
    'Who asked for this does not have the permissions any more that it would give; it must be proposed anew.',
  );
}

function permissionsOfAuthor(author: AuthorRights): ReadonlySet<Permission> {
  const custom = author.customPermissions.filter(
    (one) => author.tenantId === null || !isOfPlatform(one),
  );
  return new Set([...permissionsHeld(author, []), ...custom]);
}
