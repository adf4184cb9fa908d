/** Calls that a prompt policy judges besides those of routes that name it: any of the three is enough. */
export interface Attachment {
  /** All calls of the tenant. */
  readonly everywhere: boolean;
  readonly applicationIds: readonly string[];
  readonly workloads: readonly string[];
}

/** What is looked at of a call. */
export interface AttachedCall {
  readonly applicationId: string;
  readonly workload: string;
}

/** Whether the policy of that attachment judges the call, by whatever route. */
export function isAttachedTo(
  { everywhere, applicationIds, workloads }: Attachment,
  { applicationId, workload }: AttachedCall,
): boolean {
  return everywhere || applicationIds.includes(applicationId) || workloads.includes(workload);
}

/** Whether every call that `other` is attached to is one of this attachment's. */
export function coversAttachment(
  attachment: Attachment | undefined,
  other: Attachment | undefined,
): boolean {
  if (other === undefined) return true;
  if (attachment === undefined) return false;
  if (attachment.everywhere) return true;
  const { everywhere, applicationIds, workloads } = other;
  return (
    !everywhere &&
    applicationIds.every((id) => attachment.applicationIds.includes(id)) &&
    workloads.every((workload) => attachment.workloads.includes(workload))
  );
}
