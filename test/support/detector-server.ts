import { readFileSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Server as GrpcServer,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { detectorContract } from '../../proto/contract/detector.ts';
import type { InspectRequest__Output } from '../../proto/generated/gatehouse/detector/v1/InspectRequest.ts';
import type { InspectResponse } from '../../proto/generated/gatehouse/detector/v1/InspectResponse.ts';

/** A detector on loopback, by its address. */
export interface RunningDetector extends AsyncDisposable {
  readonly address: string;
}

/** The detector of docs/outside-detectors.md, as it stands there: finds insults. */
export async function startSampleDetector(): Promise<RunningDetector> {
  const page = readFileSync('docs/outside-detectors.md', 'utf8');
  const [, code = ''] = /<!-- example: begin -->\s+```js\n([\s\S]+?)```/.exec(page) ?? [];
  const { detector }: { detector: HttpServer } = await import(
    `data:text/javascript,${encodeURIComponent(code)}`
  );
  await new Promise<void>((resolve) => detector.listen(0, '127.0.0.1', resolve));
  const { port } = detector.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/v1/inspect`,
    async [Symbol.asyncDispose]() {
      detector.closeAllConnections();
      await new Promise((resolve) => detector.close(resolve));
    },
  };
}

type InspectCall = ServerUnaryCall<InspectRequest__Output, InspectResponse>;

/** One over gRPC that does with each question what a test tells it. */
export async function startGrpcDetector(
  behave: (call: InspectCall, done: sendUnaryData<InspectResponse>) => void,
): Promise<RunningDetector> {
  const server = new GrpcServer();
  server.addService(detectorContract.DetectorService.service, { inspect: behave });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.forceShutdown();
    },
  };
}
