import { channel } from 'node:diagnostics_channel';
import type { ClientHttp2Session } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach } from '@jest/globals';
import { sized } from '../support/form.ts';

/** Connections of a storm. */
export const STORM = sized(300, 2_000);
/** Connections that are opened at a time: fewer than the queue of a listener has places (511). */
const OPENING_MAX = 250;

/** One connection of the storm. */
export interface Comer {
  readonly socket: Socket;
  /** All that came on it; resolves when it is closed. */
  readonly end: Promise<string>;
  isClosed: boolean;
}

/** What comes to a door in great numbers, and what the door holds of it. Ends with the test. */
export class Storm {
  /** Connections that servers of this process took. */
  taken: Socket[] = [];
  sockets: Socket[] = [];
  sessions: ClientHttp2Session[] = [];
  refusedCount = 0;

  readonly onConnectionRefused = (): void => {
    this.refusedCount += 1;
  };

  readonly onAccepted = (message: unknown): void => {
    this.taken.push((message as { socket: Socket }).socket);
  };

  begin(): void {
    [this.taken, this.sockets, this.sessions] = [[], [], []];
    this.refusedCount = 0;
  }

  end(): void {
    for (const one of [...this.sockets, ...this.sessions]) one.destroy();
  }

  /** Connections that the node holds. */
  heldCount(): number {
    return this.taken.filter(({ destroyed }) => !destroyed).length;
  }

  /** Opens connections, and sends these bytes on each in turn. Resolves when all are connected, or closed already. */
  async connectAll(port: number, bytes: readonly (string | Buffer)[]): Promise<readonly Comer[]> {
    const comers: Comer[] = [];
    while (comers.length < STORM) {
      const from = comers.length;
      const count = Math.min(OPENING_MAX, STORM - from);
      const opened = Array.from({ length: count }, (_, index) =>
        this.#open(port, bytes[(from + index) % bytes.length]),
      );
      comers.push(...(await Promise.all(opened)));
    }
    return comers;
  }

  /** Opens and closes connections: politely, in the middle of a word, and by a reset. */
  async comeAndGo(port: number, word: string): Promise<void> {
    const comers = await this.connectAll(port, ['', word.slice(0, 20), word]);
    for (const [index, { socket }] of comers.entries())
      if (index % 2 === 0) socket.resetAndDestroy();
      else socket.end();
  }

  #open(port: number, bytes: string | Buffer = ''): Promise<Comer> {
    return new Promise((opened) => {
      const socket = connect(port, '127.0.0.1');
      this.sockets.push(socket);
      let text = '';
      const end = new Promise<string>((resolve) => {
        socket.on('data', (data: Buffer) => {
          text += data.toString('latin1');
        });
        socket.on('close', () => {
          comer.isClosed = true;
          resolve(text);
          opened(comer);
        });
      });
      const comer: Comer = { socket, end, isClosed: false };
      socket.on('error', () => undefined);
      socket.on('connect', () => {
        if (bytes.length > 0) socket.write(bytes);
        opened(comer);
      });
    });
  }
}

/** A storm that begins anew with each test. Counted is where Node itself tells of each connection that a server takes. */
export function useStorm(): Storm {
  const storm = new Storm();
  const accepted = channel('net.server.socket');
  beforeEach(() => {
    storm.begin();
    accepted.subscribe(storm.onAccepted);
  });
  afterEach(() => {
    accepted.unsubscribe(storm.onAccepted);
    storm.end();
  });
  return storm;
}

export function endsOf(comers: readonly Comer[]): Promise<readonly string[]> {
  return Promise.all(comers.map(({ end }) => end));
}

export function closedCount(comers: readonly Comer[]): number {
  return comers.filter(({ isClosed }) => isClosed).length;
}
