import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { listenForStop } from '../../../../deploy/local/process/stop-request.ts';

function listen() {
  const source = new EventEmitter();
  let nowMs = 0;
  let isForced = false;
  const stop = listenForStop(source, () => nowMs);
  void stop.forced.then(() => {
    isForced = true;
  });
  const signalAt = async (atMs: number, name = 'SIGINT') => {
    nowMs = atMs;
    source.emit(name);
    await Promise.resolve();
    return { stops: stop.signal.aborted, forced: isForced };
  };
  return signalAt;
}

test('the first signal asks for a gentle stop', async () => {
  expect(await listen()(0)).toEqual({ stops: true, forced: false });
});

test('a second signal within 2 s is the same wish, whichever it is', async () => {
  const signalAt = listen();
  await signalAt(100);
  expect(await signalAt(150, 'SIGTERM')).toEqual({ stops: true, forced: false });
  expect(await signalAt(2_100)).toEqual({ stops: true, forced: false });
});

test('a later signal ends all at once', async () => {
  const signalAt = listen();
  await signalAt(100);
  expect(await signalAt(2_101)).toEqual({ stops: true, forced: true });
});
