// Loaded before a program that binds every interface: whatever it opens, it opens on loopback.
import { Server } from 'node:net';

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(port, _host, ...rest) {
  return listen.call(this, port, '127.0.0.1', ...rest);
};
