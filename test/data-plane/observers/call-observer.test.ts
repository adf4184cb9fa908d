import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GatewayError } from '../../../data-plane/errors.ts';
import { CallObserver } from '../../../data-plane/observers/call-observer.ts';
import type { Exchange } from '../../../data-plane/pipeline/exchange.ts';
import { createExchange } from '../../../data-plane/pipeline/handle.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';
import { arrivalOf } from '../pipeline/call-fixture.ts';
import { apiKey, chatRequest, snapshotOf } from '../pipeline/snapshot-fixture.ts';

/** A call under way, whose end settles it as the pipeline does. */
class Call {
  readonly exchange: Exchange;
  cutBy: GatewayError | undefined;

  constructor(observer: CallObserver, keyId: string) {
    this.exchange = createExchange(arrivalOf(chatRequest), snapshotOf({}));
    this.exchange.key = { ...apiKey, id: keyId };
    const settle = observer.observe(() => {});
    this.exchange.cut = (error) => {
      this.cutBy = error;
      settle(this.exchange);
    };
    observer.arrive(this.exchange);
  }
}

test('calls under way are those that have arrived and not settled, in any order', () => {
  const step = fc.record({ keyId: fc.constantFrom('k1', 'k2'), draw: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const observer = new CallObserver(new NodeMetrics());
      const settle = observer.observe(() => {});
      const open: Call[] = [];
      for (const { keyId, draw } of steps) {
        open.push(new Call(observer, keyId));
        if (draw % 3 !== 0) settle(open.splice(draw % open.length, 1)[0]?.exchange as Exchange);
        expect(observer.inFlight).toBe(open.length);
      }
      observer.cutRevoked(({ id }) => id === 'k1');
      for (const { exchange, cutBy } of open)
        expect(cutBy?.code).toBe(exchange.key?.id === 'k2' ? 'unknown_key' : undefined);
      expect(observer.inFlight).toBe(open.filter(({ cutBy }) => cutBy === undefined).length);
    }),
    { numRuns: 30 },
  );
});

test('settling twice changes nothing', () => {
  const observer = new CallObserver(new NodeMetrics());
  const settle = observer.observe(() => {});
  const [one] = [new Call(observer, 'k1'), new Call(observer, 'k1')];
  settle(one.exchange);
  settle(one.exchange);
  expect(observer.inFlight).toBe(1);
});
