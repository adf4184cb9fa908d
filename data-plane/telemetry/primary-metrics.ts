import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Exposition, mergeExpositions } from './merge-expositions.ts';

/** Metrics of the process that supervises the workers of a node. */
export class PrimaryMetrics {
  readonly #registry = new Registry();
  readonly #registers = { registers: [this.#registry] };

  readonly workerUp = new Gauge({
    name: 'gatehouse_node_worker_up',
    help: 'Whether the process of the worker has started and lives.',
    labelNames: ['worker'] as const,
    ...this.#registers,
  });
  readonly workerRestarts = new Counter({
    name: 'gatehouse_node_worker_restarts_total',
    help: 'Times that the worker was started again because its process had ended.',
    labelNames: ['worker'] as const,
    ...this.#registers,
  });

  constructor(workerCount: number) {
    this.#registry.setDefaultLabels({ worker: 'primary' });
    collectDefaultMetrics({ register: this.#registry });
    for (let worker = 1; worker <= workerCount; worker += 1) {
      this.workerUp.set({ worker }, 0);
      this.workerRestarts.inc({ worker }, 0);
    }
  }

  /** One exposition of this process and the workers, whose series carry their numbers. */
  async expose(workers: readonly string[]): Promise<Exposition> {
    const own = await this.#registry.metrics();
    return { contentType: this.#registry.contentType, text: mergeExpositions([own, ...workers]) };
  }
}
