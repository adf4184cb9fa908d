import { Server, ServerCredentials, type ServerDuplexStream, status } from '@grpc/grpc-js';
import {
  encodedConfigService,
  type Response,
} from '../../control-plane/config-stream/push/encoded-response.ts';
import { usageContract } from '../../proto/contract/usage.ts';
import type { Hello__Output } from '../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { NodeHeartbeat__Output } from '../../proto/generated/gatehouse/config/v1/NodeHeartbeat.ts';
import type { StreamRequest__Output } from '../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { Verdict__Output } from '../../proto/generated/gatehouse/config/v1/Verdict.ts';
import type { ReportRequest__Output } from '../../proto/generated/gatehouse/usage/v1/ReportRequest.ts';
import type { ReportResponse } from '../../proto/generated/gatehouse/usage/v1/ReportResponse.ts';
import { fullUpdate, sealedSecrets, type TestResource } from './configuration.ts';

/** One node's stream, seen from the control plane. */
export interface ScriptedSession {
  readonly hello: Hello__Output;
  readonly verdicts: readonly Verdict__Output[];
  readonly heartbeats: readonly NodeHeartbeat__Output[];
  /** Bytes go as they are, whatever they are. */
  send(message: Response): void;
  /** Ends the stream as a dying control plane does. */
  cut(): void;
}

/** What the control plane does; without an answer to a batch it is not acknowledged. */
export interface ControlPlaneScript {
  readonly onHello?: (session: ScriptedSession) => void;
  readonly onReport?: (request: ReportRequest__Output) => ReportResponse | undefined;
}

/** A real gRPC server that speaks both services to a script. */
export interface ScriptedControlPlane {
  [Symbol.asyncDispose](): Promise<void>;
  readonly address: string;
  readonly port: number;
  readonly sessions: readonly ScriptedSession[];
  readonly reports: readonly ReportRequest__Output[];
  readonly tokens: readonly string[];
}

/** Starts it on loopback; port 0 takes a free one. */
export async function startScriptedControlPlane(
  script: ControlPlaneScript,
  port = 0,
): Promise<ScriptedControlPlane> {
  const sessions: ScriptedSession[] = [];
  const reports: ReportRequest__Output[] = [];
  const tokens: string[] = [];
  const server = new Server();
  server.addService(encodedConfigService, {
    Stream: (call: ServerDuplexStream<StreamRequest__Output, Response>) => {
      tokens.push(String(call.metadata.get('authorization')[0]));
      openSession(call, (session) => {
        sessions.push(session);
        script.onHello?.(session);
      });
    },
  });
  server.addService(usageContract.UsageService.service, {
    Report: (call: ServerDuplexStream<ReportRequest__Output, ReportResponse>) => {
      call.on('error', () => undefined);
      call.on('end', () => call.end());
      call.on('data', (request: ReportRequest__Output) => {
        reports.push(request);
        const answer = script.onReport?.(request);
        if (answer !== undefined) call.write(answer);
      });
    },
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, taken) =>
      error === null ? resolve(taken) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${bound}`,
    port: bound,
    sessions,
    reports,
    tokens,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}

/** The usual answer to a Hello: everything, with its secrets. */
export function sendEverything(
  session: ScriptedSession,
  resources: readonly TestResource[],
  revision: number,
): void {
  session.send({
    welcome: { plan: 'PLAN_FULL', why: 'test', head: { epoch: 1, revision }, schema: 1 },
  });
  session.send({ secrets: sealedSecrets(session.hello.sealingPublicKey) });
  for (const update of fullUpdate(resources, { revision })) session.send({ update });
}

/** Acknowledges every batch. */
export function acknowledge({ batch }: ReportRequest__Output): ReportResponse {
  return { batch, refusedCount: 0 };
}

function openSession(
  call: ServerDuplexStream<StreamRequest__Output, Response>,
  onHello: (session: ScriptedSession) => void,
): void {
  const verdicts: Verdict__Output[] = [];
  const heartbeats: NodeHeartbeat__Output[] = [];
  call.on('error', () => undefined);
  call.on('end', () => call.end());
  call.on('data', ({ hello, verdict, heartbeat }: StreamRequest__Output) => {
    if (verdict) verdicts.push(verdict);
    if (heartbeat) heartbeats.push(heartbeat);
    if (!hello) return;
    onHello({
      hello,
      verdicts,
      heartbeats,
      send: (message) => void call.write(message),
      cut: () => void call.emit('error', { code: status.UNAVAILABLE, details: 'cut' }),
    });
  });
}
