/** Why a call was not inspected. */
export type InspectionFault = (typeof inspectionFaults)[number];
export const inspectionFaults = [
  /** Too many others waited already, or it has waited too long. */
  'busy',
  /** The answer did not come in time. */
  'late',
  /** The thread ended, or could not be started. */
  'died',
  /** Nobody waited for the answer any more. */
  'unwanted',
  /** The node stops. */
  'closed',
] as const;

/** That a call was not inspected: what follows is for whoever asked to say. */
export class InspectionFailure extends Error {
  override readonly name = 'InspectionFailure';
  readonly fault: InspectionFault;

  constructor(fault: InspectionFault, cause?: unknown) {
    super(`The call was not inspected: ${fault}.`, { cause });
    this.fault = fault;
  }
}
