import type { Peer } from '../peer/portkey.ts';
import type { PinnedProcess } from '../process/pinned-process.ts';
import type { Way } from '../scenario.ts';
import type { BenchHouse } from './bench-house.ts';

/** A program that runs, and its port. */
export interface Program {
  readonly process: PinnedProcess;
  readonly port: number;
}

/** What may lie between the caller and the provider. */
export interface Between {
  readonly mock: Program;
  readonly http: Program;
  readonly grpc: Program;
  /** Undefined when only the floor is measured. */
  readonly house: BenchHouse | undefined;
  /** Undefined when it did not start. */
  readonly portkey: Peer | undefined;
}

const anyone = {
  apiKey: 'any',
  model: 'bench',
  headers: {},
  isPeer: false,
  lingeringPids: [],
} as const;

/** The ways in the order of the tables. */
export function listWays({ mock, http, grpc, house, portkey }: Between): readonly Way[] {
  const direct: Way = {
    ...anyone,
    name: 'direct',
    httpPort: mock.port,
    grpcPort: undefined,
    httpPid: mock.process.pid,
    grpcPid: mock.process.pid,
  };
  const bare: Way = {
    ...anyone,
    name: 'bare proxy',
    httpPort: http.port,
    grpcPort: grpc.port,
    httpPid: http.process.pid,
    grpcPid: grpc.process.pid,
  };
  const gateway = house === undefined ? [] : gatewayWays(house);
  const peers = portkey === undefined ? [] : [peerWay(portkey)];
  return [direct, bare, ...gateway, ...peers];
}

function gatewayWays(house: BenchHouse): readonly Way[] {
  const { apiKey, httpPort, grpcPort, nodePid, controlPlanePid } = house;
  const pids = {
    httpPid: nodePid,
    grpcPid: nodePid,
    lingeringPids: [nodePid, controlPlanePid],
  };
  const gateway = { ...anyone, apiKey, httpPort, grpcPort, ...pids };
  return [
    { ...gateway, name: 'gateway', model: house.governedRoute },
    // Over gRPC every call is translated: the row would say nothing new.
    { ...gateway, name: 'gateway, translated', model: house.translatedRoute, grpcPort: undefined },
    { ...gateway, name: 'gateway, plain route', model: house.plainRoute },
  ];
}

function peerWay({ port, pid, headers }: Peer): Way {
  const pids = { httpPid: pid, grpcPid: pid, lingeringPids: [pid] };
  const ports = { httpPort: port, grpcPort: undefined };
  return { ...anyone, ...ports, ...pids, headers, isPeer: true, name: 'Portkey' };
}
