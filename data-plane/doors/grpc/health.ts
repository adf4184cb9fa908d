import type { handleServerStreamingCall, handleUnaryCall, Server } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';

interface Question {
  readonly service: string;
}
interface Answer {
  readonly status: 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
}

/** The health service of a server. */
export interface HealthService {
  /** NOT_SERVING from here on; watchers hear it and are let go. */
  drain(): void;
}

/** How often watchers are compared with what is. A check never waits for it. */
const watchIntervalMs = 250;

/**
 * Adds grpc.health.v1.Health. `Check` asks `isReady` each time, so that it is never behind; `Watch` tells of changes.
 *
 * @param serviceNames what may be asked for besides the empty name, which stands for the server
 */
export function addHealthService(
  server: Server,
  serviceNames: readonly string[],
  isReady: () => boolean,
): HealthService {
  const known = new Set(['', ...serviceNames]);
  const watchers = new Map<Parameters<Watch>[0], Answer['status']>();
  let timer: NodeJS.Timeout | undefined;
  let draining = false;
  const current = (): Answer['status'] => (!draining && isReady() ? 'SERVING' : 'NOT_SERVING');
  const tell = (): void => {
    const now = current();
    for (const [call, told] of watchers) {
      if (told === now || told === 'SERVICE_UNKNOWN') continue;
      watchers.set(call, now);
      call.write({ status: now });
    }
  };
  server.addService(service, {
    check: checkHandler(known, current),
    watch: watchHandler((call) => {
      const now = known.has(call.request.service) ? current() : 'SERVICE_UNKNOWN';
      watchers.set(call, now);
      timer ??= setInterval(tell, watchIntervalMs).unref();
      call.write({ status: now });
      if (draining) call.end();
      call.on('cancelled', () => {
        watchers.delete(call);
        if (watchers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
    }),
    list: listHandler(known, current),
  });
  return {
    drain: () => {
      draining = true;
      tell();
      for (const call of watchers.keys()) call.end();
    },
  };
}

type Check = handleUnaryCall<Question, Answer>;
type Watch = handleServerStreamingCall<Question, Answer>;
type List = handleUnaryCall<unknown, { readonly statuses: Record<string, Answer> }>;

function checkHandler(known: ReadonlySet<string>, current: () => Answer['status']): Check {
  return (call, respond) => {
    if (known.has(call.request.service)) respond(null, { status: current() });
    else respond({ code: status.NOT_FOUND, details: 'This server has no such service.' });
  };
}

function watchHandler(watch: Watch): Watch {
  return watch;
}

function listHandler(known: ReadonlySet<string>, current: () => Answer['status']): List {
  return (_call, respond) => {
    const answer = { status: current() };
    respond(null, { statuses: Object.fromEntries([...known].map((name) => [name, answer])) });
  };
}
