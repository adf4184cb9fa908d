import type { ChangeRequest } from '../../domain/change-request.ts';

/** The change was not made: a rule demands its review, and a change request is committed in its place. */
export class ReviewRequired extends Error {
  override readonly name = 'ReviewRequired';
  readonly changeRequest: ChangeRequest;

  constructor(changeRequest: ChangeRequest) {
    super('The change waits for review.');
    this.changeRequest = changeRequest;
  }
}
