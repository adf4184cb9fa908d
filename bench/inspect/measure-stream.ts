import { judgesWhole } from '../../policy/check-prompt-policy.ts';
import { inspectorOf } from '../../policy/inspect/inspector.ts';
import { type DetectorName, detectorNames } from '../../policy/inspect/prompt-rule.ts';
import { TextWindow, type WindowOwner } from '../../policy/reply/text-window.ts';
import { makeCleanText } from './clean-text.ts';
import { looksFor } from './corpus/company/company-look.ts';

/** Processor time that looking at a streamed reply adds to each of its events. */
export interface StreamCost {
  readonly detectors: readonly DetectorName[];
  readonly events: string;
  /** Median of the rounds. */
  readonly micros: number;
}

/** Of a policy as most are. */
const common: readonly DetectorName[] = ['secret', 'personal_data', 'prompt_injection'];

const text = makeCleanText(65_536);

/** As tokens come, and as they come from providers that send several at once. */
const replies: readonly (readonly [name: string, pieces: readonly string[]])[] = [
  ['4 characters an event', cut(4)],
  ['20 characters an event', cut(20)],
];

/** Takes out whatever is found, of which there is nothing. */
const owner: WindowOwner = {
  takesOut: () => true,
  found: () => undefined,
  placeholderOf: () => undefined,
};

/** Measures a reply of 64 KB in which nothing is found. */
export function measureStreams(rounds: number): readonly StreamCost[] {
  const ofReplies = detectorNames.filter((name) => !judgesWhole.has(name));
  const sets = [...ofReplies.map((name) => [name]), common, ofReplies];
  return sets.flatMap((detectors) =>
    replies.map(([name, pieces]) => ({
      detectors,
      events: name,
      micros: measureReply(detectors, pieces, rounds),
    })),
  );
}

function measureReply(
  detectors: readonly DetectorName[],
  pieces: readonly string[],
  rounds: number,
): number {
  const inspector = inspectorOf(detectors.flatMap(looksFor));
  const micros: number[] = [];
  // The first rounds compile.
  for (let round = -3; round < rounds; round += 1) {
    const window = new TextWindow(inspector, owner);
    const before = process.cpuUsage();
    for (const piece of pieces) window.push(piece);
    window.flush();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) micros.push((user + system) / pieces.length);
  }
  return micros.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
}

function cut(chars: number): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / chars) }, (_, at) =>
    text.slice(at * chars, (at + 1) * chars),
  );
}
