import {
  type OutsideDetector as Detector,
  OUTSIDE_DETECTOR_LIMITS,
  OUTSIDE_KIND,
  type OutsideJudge,
} from '../../policy/prompt-part/outside-detector.ts';
import { checkDistinct } from './api-key.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import { isInside } from './provider-address.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import type { Redacted } from './redacted.ts';
import { checkWhole } from './tenant/whole-number.ts';

export type { OutsideJudge } from '../../policy/prompt-part/outside-detector.ts';

/** Outside detectors in use at once that a tenant may have. */
export const OUTSIDE_DETECTORS_MAX = 20;

/**
 * A detector of prompts that runs elsewhere. How it is asked, where, and what it may report stay for good: policies that name it were
 * reviewed with that.
 */
export interface OutsideDetector extends ArchivableRecord, Detector {}

/** What the author of an outside detector decides. */
export type OutsideDetectorDraft = Omit<OutsideDetector, keyof ArchivableRecord>;

/** What an edit may change; what is undefined stays. */
export interface OutsideDetectorChange {
  readonly name?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly batchSize?: number | undefined;
}

/** Undefined leaves the credential, null removes it. */
export interface DetectorCredentialChange {
  readonly credential?: Redacted<string> | null | undefined;
}

const ADDRESS_MAX = 500;
const CREDENTIAL = /^[\x21-\x7e]{1,4000}$/;

/** @throws DomainError VALIDATION_FAILED */
export function createOutsideDetector(
  id: string,
  { credential, kinds, ...draft }: OutsideDetectorDraft & DetectorCredentialChange,
  now: Date,
): OutsideDetector {
  return checked({ ...draft, kinds: kinds.toSorted(), ...newRecord(id, now) }, credential);
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseOutsideDetector(
  detector: OutsideDetector,
  { credential, ...change }: OutsideDetectorChange & DetectorCredentialChange,
  now: Date,
): OutsideDetector {
  return checked(revise(detector, change, now), credential);
}

function checked(
  detector: OutsideDetector,
  credential: DetectorCredentialChange['credential'],
): OutsideDetector {
  const { timeoutMsMin, timeoutMsMax, batchSizeMax } = OUTSIDE_DETECTOR_LIMITS;
  const faults = [
    ...checkSlug('name', detector.name),
    ...checkAddress(detector),
    ...checkJudge(detector),
    ...checkKinds(detector.kinds),
    ...checkWhole('timeoutMs', detector.timeoutMs, [timeoutMsMin, timeoutMsMax]),
    ...checkWhole('batchSize', detector.batchSize, [1, batchSizeMax]),
    ...checkCredential(credential),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return detector;
}

function checkAddress({ protocol, address }: OutsideDetector): readonly Fault[] {
  if (protocol === 'judge')
    return address === ''
      ? []
      : [{ path: 'address', message: 'A judge has a route, and no address.' }];
  const message = findAddressFault(protocol, address);
  return message === undefined ? [] : [{ path: 'address', message }];
}

/** Plain http reaches only hosts that are inside, as addresses of providers do: prompts must not cross the open network in the clear. */
function findAddressFault(
  protocol: OutsideDetector['protocol'],
  address: string,
): string | undefined {
  const isParsed = address.length <= ADDRESS_MAX && URL.canParse(address);
  const url = isParsed ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return 'Write an absolute address: https://detector.example.com/v1/inspect';
  if (url.username !== '' || url.password !== '')
    return 'An address holds no credentials; use the field credential.';
  const isGrpc = protocol === 'grpc';
  const normal = isGrpc ? url.origin : `${url.origin}${url.pathname}`.replace(/\/$/, '');
  if (normal !== address)
    return isGrpc ? `Of gRPC write scheme, host and port only: ${normal}` : `Write it as ${normal}`;
  if (url.protocol === 'http:' && !isInside(url.hostname))
    return `Use https: ${url.hostname} is not on this machine or a private network.`;
  return undefined;
}

function checkJudge({ protocol, judge }: OutsideDetector): readonly Fault[] {
  if ((protocol === 'judge') !== (judge != null))
    return [{ path: 'judge', message: 'It goes with the protocol JUDGE, and only so.' }];
  if (judge == null) return [];
  const { callsPerMinuteMax, outputTokensMin, outputTokensMax } = OUTSIDE_DETECTOR_LIMITS;
  return [
    ...checkInstruction(judge),
    ...checkWhole('judge.callsPerMinuteMax', judge.callsPerMinuteMax, [1, callsPerMinuteMax]),
    ...checkWhole('judge.outputTokensMax', judge.outputTokensMax, [
      outputTokensMin,
      outputTokensMax,
    ]),
  ];
}

function checkInstruction({ instruction }: OutsideJudge): readonly Fault[] {
  const { instructionCharsMax } = OUTSIDE_DETECTOR_LIMITS;
  if (instruction.trim() !== '' && instruction.length <= instructionCharsMax) return [];
  const message = `Say in at most ${instructionCharsMax} characters what it is to look for.`;
  return [{ path: 'judge.instruction', message }];
}

function checkKinds(kinds: readonly string[]): readonly Fault[] {
  const { kindsMax } = OUTSIDE_DETECTOR_LIMITS;
  if (kinds.length === 0 || kinds.length > kindsMax)
    return [{ path: 'kinds', message: `Name 1 to ${kindsMax} kinds.` }];
  const wrong = kinds.flatMap((kind, at) =>
    OUTSIDE_KIND.test(kind)
      ? []
      : [
          {
            path: `kinds.${at}`,
            message: 'A kind has 1 to 40 of a-z, 0-9 and _, a letter first.',
          },
        ],
  );
  return [...wrong, ...checkDistinct('kinds', kinds)];
}

function checkCredential(credential: DetectorCredentialChange['credential']): readonly Fault[] {
  if (credential == null || CREDENTIAL.test(credential.reveal())) return [];
  const message = 'A credential has 1 to 4,000 printable ASCII characters without blanks.';
  return [{ path: 'credential', message }];
}
