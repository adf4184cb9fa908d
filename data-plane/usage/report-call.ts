import { Client } from '@grpc/grpc-js';
import { usageContract } from '../../proto/contract/usage.ts';
import type { ControlPlaneDial } from '../config/stream/control-plane-dial.ts';

/** The control plane has a batch. */
export interface ReportAnswer {
  readonly batch: number;
  readonly refusedCount: number;
}

/** Who reports, and who hears of it. `onEnd` is called once, unless the call is closed before. */
export interface ReportCallOptions {
  readonly nodeId: string;
  readonly onAnswer: (answer: ReportAnswer) => void;
  readonly onEnd: (error: unknown) => void;
}

/** One stream on one connection. */
export interface ReportCall {
  /** `payload` is the encoding of a ReportRequest but for node and number. */
  send(batch: number, payload: Buffer): void;
  close(): void;
}

const { path, responseDeserialize } = usageContract.UsageService.service.Report;

/** Dials; the first failure comes to `onEnd`. */
export function openReportCall(dial: ControlPlaneDial, options: ReportCallOptions): ReportCall {
  const client = new Client(dial.address, dial.credentials(), dial.channelOptions);
  // The records are encoded already: decoding them only to encode them again would cost more than all the rest.
  const stream = client.makeBidiStreamRequest(
    path,
    (bytes: Buffer) => bytes,
    responseDeserialize,
    dial.metadata(),
  );
  let open = true;
  const end = (error: unknown): void => {
    if (!open) return;
    open = false;
    options.onEnd(error);
  };
  stream.on('data', ({ batch, refusedCount }) => {
    if (open) options.onAnswer({ batch: Number(batch), refusedCount });
  });
  stream.on('error', end);
  stream.on('end', () => end(new Error('the control plane ended the stream')));
  return {
    send: (batch, payload) => {
      if (!stream.writable) return;
      const head = usageContract.ReportRequest.serialize({ nodeId: options.nodeId, batch });
      stream.write(Buffer.concat([head, payload]));
    },
    close: () => {
      open = false;
      stream.cancel();
      client.close();
    },
  };
}
