import type { Model, ProviderKind, Target } from '../../policy/resource.ts';
import { classTimers } from '../../policy/timing/timer.ts';
import type { CredentialStore, Snapshot } from '../config/snapshot.ts';
import type { CheckedTarget, TargetCheck } from '../config/stream/target-check.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { InferenceRequest } from '../inference.ts';
import {
  type FailureClass,
  isRefusal,
  type ProviderAdapter,
  type Refusal,
} from '../providers/provider.ts';
import { Attempt } from '../upstream/attempt.ts';
import type { AttemptPlan, AttemptResult, AttemptSurroundings } from '../upstream/attempt-plan.ts';

/** What checks depend on. */
export interface TargetCheckOptions extends AttemptSurroundings {
  readonly snapshot: () => Snapshot | undefined;
  readonly credentials: () => CredentialStore;
  readonly getAdapter: (kind: ProviderKind) => ProviderAdapter;
}

/** Why nothing was sent: the node has no such target, the target cannot be asked, or too many checks are under way. */
type Unsent = 'not_held' | 'unusable' | 'busy';

/** Each holds a connection to a provider for up to a minute. */
const UNDER_WAY_MAX = 4;
const TIMEOUT_MS_MAX = 60_000;
/** Enough for a word; models that reason first end at the bound, which is an answer too. */
const OUTPUT_TOKENS = 16;

/** For operators of the gateway, not for callers: it names what they can mend. `rejected` brings words of its own. */
const advice: Readonly<Record<Exclude<FailureClass, Refusal>, string>> = {
  credential:
    'The provider takes the call and refuses it: check the credential, and that its account may use this model under this name.',
  rate_limited: 'The provider limits this account: wait, or have its limits raised.',
  server_error: 'The provider failed on its side: try again later.',
  connect:
    'The address of the provider cannot be reached from this node: check the base URL, the network between them, and the certificate.',
  reset: 'The provider closed the connection before it answered: check the base URL and its port.',
  timeout: 'The provider did not answer in time: try again, or look at its load.',
  protocol:
    'What answers at the base URL is no provider of this kind: check the kind, and that the base URL holds the version segment.',
};

const probe = {
  dialect: undefined,
  model: 'check',
  extra: {},
} as const;

/** Tries targets with one small call each, on behalf of operators: it belongs to no tenant and is not metered. */
export class TargetChecker {
  readonly #options: TargetCheckOptions;
  #underWay = 0;

  constructor(options: TargetCheckOptions) {
    this.#options = options;
  }

  /** Never rejects. Costs some ten tokens at the target's price. */
  async check({ targetId, timeoutMs }: TargetCheck): Promise<CheckedTarget> {
    const snapshot = this.#options.snapshot();
    const target = snapshot?.targets.get(targetId);
    const model = target && snapshot?.models.get(target.modelId);
    if (snapshot === undefined || target === undefined || model === undefined)
      return unsent('not_held', 'The node does not hold this target yet: wait for its revision.');
    if (this.#underWay >= UNDER_WAY_MAX)
      return unsent('busy', 'The node has other checks under way: try again in a minute.');
    this.#underWay += 1;
    try {
      const plan = this.#plan(snapshot, { target, model }, Math.min(timeoutMs, TIMEOUT_MS_MAX));
      return described(await this.#try(plan));
    } catch (thrown) {
      return unsent('unusable', toGatewayError(thrown).message);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** @throws GatewayError when the call cannot be written for this provider, as with a malformed credential */
  #plan(
    { providers }: Snapshot,
    { target, model }: { readonly target: Target; readonly model: Model },
    timeoutMs: number,
  ): AttemptPlan {
    const { clock, credentials, getAdapter } = this.#options;
    const provider = providers.get(target.providerId);
    if (provider === undefined)
      throw new GatewayError('no_target', 'The provider of this target is not held by the node.');
    const adapter = getAdapter(provider.kind);
    const request = probeOf(model);
    const deadlineMs = clock.monotonicMs() + timeoutMs;
    const encoded = adapter.encode({
      request,
      target,
      provider,
      credential: credentials().find(provider.id)?.[0],
      outputTokensMax: model.outputTokensMax,
      nowMs: clock.unixMs(),
    });
    return {
      adapter,
      request: encoded,
      operation: request.operation,
      stream: false,
      verbatim: false,
      callerWantsUsage: false,
      connectTimeoutMs: classTimers.chat.connectTimeoutMs,
      firstContentDeadlineMs: deadlineMs,
      idleTimeoutMs: timeoutMs,
      totalDeadlineMs: deadlineMs,
      onFreshConnection: true,
    };
  }

  #try(plan: AttemptPlan): Promise<AttemptResult> {
    return new Promise((resolve) => {
      const listener = { begin: () => {}, write: () => true, ended: resolve };
      new Attempt(plan, this.#options, listener).start();
    });
  }
}

function probeOf({ capabilities }: Model): InferenceRequest {
  if (!capabilities.includes('chat'))
    return {
      ...probe,
      operation: 'embedding',
      inputs: ['OK'],
      bare: true,
      dimensions: undefined,
    };
  return {
    ...probe,
    operation: 'chat',
    messages: [{ role: 'user', content: 'Answer with the word OK.' }],
    tools: [],
    toolChoice: undefined,
    parallelToolCalls: undefined,
    responseFormat: undefined,
    sampling: {},
    outputTokensMax: OUTPUT_TOKENS,
    reasoningEffort: undefined,
    stream: false,
    includeUsage: false,
  };
}

function described({ verdict, status, totalMs, error }: AttemptResult): CheckedTarget {
  if (verdict === 'succeeded') return { verdict, status, totalMs, message: '' };
  const failure = verdict === 'cancelled' || verdict === 'outrun' ? 'reset' : verdict;
  const message = isRefusal(failure)
    ? (error?.message ?? 'The provider refused the call.')
    : advice[failure];
  return { verdict: failure, status, totalMs, message };
}

function unsent(verdict: Unsent, message: string): CheckedTarget {
  return { verdict, status: 0, totalMs: 0, message };
}
