import type { GrpcDoor } from './doors/grpc/grpc-door.ts';
import type { HttpDoor } from './doors/http/http-door.ts';
import { openPort, printHost } from './port.ts';
import type { Settings } from './settings.ts';
import type { AdminServer } from './telemetry/admin-server.ts';

/** What a node opens. */
export interface ListenersParts {
  readonly settings: Settings;
  readonly http: HttpDoor;
  readonly grpc: GrpcDoor;
  /** Undefined where another process answers operators. */
  readonly admin: AdminServer | undefined;
}

/** Where a node listens. */
export class Listeners {
  readonly #parts: ListenersParts;
  #ports: { readonly http: number; readonly grpc: number; readonly admin: number };
  #doorsOpen = false;

  constructor(parts: ListenersParts) {
    this.#parts = parts;
    const { httpPort: http, grpcPort: grpc } = parts.settings;
    this.#ports = { http, grpc, admin: parts.settings.adminPort };
  }

  /** Whether both doors take calls. */
  get doorsOpen(): boolean {
    return this.#doorsOpen;
  }

  /** host:port by name; of what is not open, as the settings say. */
  get addresses(): { readonly http: string; readonly grpc: string; readonly admin: string } {
    const { http, grpc, admin } = this.#ports;
    return { http: this.#place(http), grpc: this.#place(grpc), admin: this.#place(admin) };
  }

  /** @throws Error in words for the operator, such as of a taken port */
  async openDoors(): Promise<void> {
    const { settings, http, grpc } = this.#parts;
    const { bindAddress: host, httpPort, grpcPort } = settings;
    const httpPlan = { variable: 'GATEHOUSE_HTTP_PORT', port: httpPort, host };
    const grpcPlan = { variable: 'GATEHOUSE_GRPC_PORT', port: grpcPort, host };
    this.#ports = {
      ...this.#ports,
      http: await openPort(httpPlan, () => http.listen(httpPort, host)),
      grpc: await openPort(grpcPlan, () => grpc.bind(`${printHost(host)}:${grpcPort}`)),
    };
    this.#doorsOpen = true;
  }

  /** @throws Error in words for the operator, such as of a taken port */
  async openAdmin(): Promise<void> {
    const { settings, admin } = this.#parts;
    if (admin === undefined) return;
    const { bindAddress: host, adminPort } = settings;
    const plan = { variable: 'GATEHOUSE_NODE_ADMIN_PORT', port: adminPort, host };
    this.#ports = {
      ...this.#ports,
      admin: await openPort(plan, () => admin.listen(adminPort, host)),
    };
  }

  #place(port: number): string {
    return `${printHost(this.#parts.settings.bindAddress)}:${port}`;
  }
}
