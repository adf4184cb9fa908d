import { DomainError, type DomainFailure } from '../../control-plane/domain/errors.ts';

/** The expected failure of the work. @throws Error when it succeeds; what it throws when that is no DomainError */
export async function failureOf(work: () => unknown): Promise<DomainFailure & { message: string }> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...error.failure, message: error.message };
  }
  throw new Error('it was expected to fail');
}

/** Paths of the faults of the input, in their order. @throws Error when it fails otherwise */
export async function faultPathsOf(work: () => unknown): Promise<readonly string[]> {
  const failure = await failureOf(work);
  if (failure.code !== 'VALIDATION_FAILED') throw new Error(`it failed with ${failure.code}`);
  return failure.faults.map(({ path }) => path);
}
