import { echoOf } from '../echo-provider.ts';

/** What a caller asks, and the only right answer to it. */
export interface Question {
  /** What it is about, for the sentence of a fault. */
  readonly about: string;
  readonly key: string;
  readonly model: string;
  /** Comes before a text that differs from call to call. */
  readonly prefix: string;
  readonly right: Echo | Refusal;
}

/** The provider of this target repeats what was said. */
export interface Echo {
  readonly target: string;
}

/** The node itself refuses, and no provider is asked. */
export interface Refusal {
  readonly code: string;
  readonly httpStatus: number;
  /** Of google.rpc.Code. */
  readonly grpcStatus: number;
}

/** One asking of a question. */
export interface Call {
  readonly question: Question;
  readonly text: string;
  readonly stream: boolean;
}

/** All that a caller was told, over whatever door. */
export interface Answer {
  readonly requestId: string;
  readonly revision: bigint;
  /** Status of HTTP or gRPC. */
  readonly status: number;
  /** Empty when the reply names none. */
  readonly target: string;
  readonly errorCode: string;
  /** What was said up to an orderly end; undefined when there was none. */
  readonly text: string | undefined;
}

/** A way to ask. */
export interface Door extends Disposable {
  readonly name: 'http' | 'grpc';
  /** @throws Cut when the connection was refused or broke; NoAnswer when time was up */
  ask(call: Call): Promise<Answer>;
}

/** The connection was refused or broke, and the caller knows: it was told nothing wrong. */
export class Cut extends Error {}

/** Nothing came, not even the end of the connection. */
export class NoAnswer extends Error {}

/** Longest wait for an answer. */
export const CALL_MS = 10_000;

/** What is wrong with the answer, in words; undefined when it is right. */
export function findWrong(door: Door['name'], call: Call, answer: Answer): string | undefined {
  const { right } = call.question;
  const { status, target, errorCode, text } = answer;
  const told = { status, target, errorCode, text };
  const expected =
    'code' in right
      ? {
          status: door === 'http' ? right.httpStatus : right.grpcStatus,
          target: '',
          errorCode: right.code,
          text: undefined,
        }
      : {
          status: door === 'http' ? 200 : 0,
          target: right.target,
          errorCode: '',
          // The provider itself says for which target it was asked.
          text: echoOf(`real-${right.target}`, call.text),
        };
  const isRight = JSON.stringify(told) === JSON.stringify(expected);
  return isRight ? undefined : `${JSON.stringify(told)} instead of ${JSON.stringify(expected)}`;
}
