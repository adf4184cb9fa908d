import type {
  OutsideDetector,
  OutsideDetectorDraft,
} from '../../control-plane/domain/outside-detector.ts';
import { freshName } from './catalog.ts';
import { call, type Management } from './management.ts';

/** A detector that a tenant may register. */
export function outsideDetectorDraft({
  tenant,
}: {
  readonly tenant: { readonly id: string };
}): OutsideDetectorDraft {
  const name = freshName('detector');
  return {
    tenantId: tenant.id,
    name,
    protocol: 'http',
    address: `https://${name}.example.com/v1/inspect`,
    kinds: ['toxic', 'violence'],
    timeoutMs: 1_000,
    batchSize: 32,
  };
}

/** One of a tenant. */
export async function createOutsideDetector(
  { services, admin }: Management,
  tenancy: { readonly tenant: { readonly id: string } },
  change: Partial<OutsideDetectorDraft> = {},
): Promise<OutsideDetector> {
  const draft = { ...outsideDetectorDraft(tenancy), ...change };
  const made = await services.outsideDetectors.create(admin, call('createOutsideDetector'), draft);
  return made.value;
}
