import { Client } from '@grpc/grpc-js';
import { budgetContract } from '../../proto/contract/budget.ts';
import type { LeaseRequest } from '../../proto/generated/gatehouse/usage/v1/LeaseRequest.ts';
import type { LeaseResponse__Output } from '../../proto/generated/gatehouse/usage/v1/LeaseResponse.ts';
import type { ControlPlaneDial } from '../config/stream/control-plane-dial.ts';
import type { Account, LeaseAnswer, LeaseQuestion } from './account.ts';

/** Longest wait for an answer. */
const ANSWER_MS_MAX = 2_000;

/** A question about one account. */
export interface AccountQuestion {
  readonly account: Account;
  readonly question: LeaseQuestion;
}

/** Asks for accounts, at most 500; the answers are in the order of the questions, and undefined when there are none. */
export type AskLeases = (
  questions: readonly AccountQuestion[],
  done: (answers: readonly LeaseAnswer[] | undefined, error?: unknown) => void,
) => void;

/** Who asks. */
export interface LeaseClientOptions {
  readonly dial: ControlPlaneDial;
  readonly nodeId: string;
}

const { path, requestSerialize, responseDeserialize } = budgetContract.BudgetService.service.Lease;

/** Asks the control plane over one connection, which is made anew after a failure. */
export class LeaseClient {
  readonly #options: LeaseClientOptions;
  #client: Client | undefined;

  constructor(options: LeaseClientOptions) {
    this.#options = options;
  }

  readonly ask: AskLeases = (questions, done) => {
    const { dial, nodeId } = this.#options;
    const { instanceId } = dial;
    this.#client ??= new Client(dial.address, dial.credentials(), dial.channelOptions);
    const request: LeaseRequest = { nodeId, instanceId, demands: questions.map(describe) };
    this.#client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      dial.metadata(),
      { deadline: Date.now() + ANSWER_MS_MAX },
      (error, response) => {
        const answers = response && readAnswers(response, questions.length);
        if (answers === undefined) this.close();
        done(answers, error);
      },
    );
  };

  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }
}

function describe({ account, question }: AccountQuestion) {
  return {
    budgetId: account.budget.id,
    subjectId: account.subjectId,
    periodStartUnixMs: String(account.periodStartMs),
    acknowledgedNanoUsd: String(question.acknowledgedNanoUsd),
    spentNanoUsd: String(question.spentNanoUsd),
    wantedNanoUsd: String(question.wantedNanoUsd),
    neededNanoUsd: String(question.neededNanoUsd),
  };
}

function readAnswers(
  { leases }: LeaseResponse__Output,
  count: number,
): readonly LeaseAnswer[] | undefined {
  if (leases.length !== count) return undefined;
  return leases.map((lease) => ({
    authorisedNanoUsd: BigInt(lease.authorisedNanoUsd),
    remainingNanoUsd: BigInt(lease.remainingNanoUsd),
    holderCount: lease.holderCount,
    refused: lease.refused,
  }));
}
