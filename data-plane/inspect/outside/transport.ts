import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import type { RuleReason } from '../../../policy/prompt-part/rule-outcome.ts';

/** One call to a detector: texts by their ids, as many as it takes at once. */
export interface DetectorCall {
  readonly detector: OutsideDetector;
  readonly texts: readonly { readonly id: string; readonly part: string; readonly text: string }[];
  readonly requestId: string;
  /** Undefined when the detector has none. */
  readonly credential: string | undefined;
  /** Milliseconds that the answer is waited for. */
  readonly timeoutMs: number;
}

/** An answer that is not read yet, or why there is none. */
export type DetectorReply =
  | { readonly answer: unknown }
  | {
      readonly reason: Extract<
        RuleReason,
        'deadline' | 'unreachable' | 'refused' | 'invalid_answer' | 'over_budget' | 'too_large'
      >;
    };

/** Asks over one protocol. */
export interface DetectorTransport {
  /** Says once what came of it, never before it returns. Gives what ends it at once; nothing is said then. */
  ask(call: DetectorCall, done: (reply: DetectorReply) => void): () => void;
  close(): Promise<void>;
}
