import type { Application } from '../domain/application.ts';
import { notFound } from '../domain/errors.ts';
import type { Stores } from '../storage/storage.ts';

/**
 * The application that a row is to belong to. @throws DomainError NOT_FOUND when it is archived or
 * out of scope
 */
export async function requireApplication(
  { applications }: Stores,
  applicationId: string,
): Promise<Application> {
  const application = await applications.get(applicationId);
  if (application.archivedAt !== null) throw notFound('application');
  return application;
}
