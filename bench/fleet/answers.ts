import { configContract } from '../../proto/contract/config.ts';
import { frameMessage } from './message-stream.ts';
import type { UpdateEnd } from './read-update.ts';

const { requestSerialize } = configContract.ConfigService.service.Stream;
/** Nodes stand at few places at once. */
const keptMax = 64;

interface Answer {
  readonly verdict: Buffer;
  readonly heartbeat: Buffer;
}

/** What nodes say about an update. All say the same, so that it is encoded once. */
export class Answers {
  /** Sign of life of a node that holds nothing. */
  readonly syncing: Buffer = frameMessage(requestSerialize({ heartbeat: { state: 'SYNCING' } }));
  readonly #kept = new Map<number, Answer>();

  to(update: UpdateEnd): Answer {
    const kept = this.#kept.get(update.nonce);
    if (kept !== undefined) return kept;
    if (this.#kept.size >= keptMax) this.#kept.clear();
    const answer = encode(update);
    this.#kept.set(update.nonce, answer);
    return answer;
  }
}

function encode({ nonce, epoch, revision, digest }: UpdateEnd): Answer {
  const now = { epoch, revision };
  return {
    verdict: frameMessage(
      requestSerialize({ verdict: { nonce, outcome: 'OUTCOME_APPLIED', now, digest } }),
    ),
    heartbeat: frameMessage(
      requestSerialize({ heartbeat: { enforced: now, digest, state: 'IN_SYNC' } }),
    ),
  };
}
