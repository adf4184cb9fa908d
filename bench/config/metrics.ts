const timeoutMs = 10_000;

/** Metrics of a plane at one moment. */
export interface Metrics {
  /** Value of a metric, of all its series together or of those with that label; 0 when there is none. */
  get(name: string, label?: string): number;
}

interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

/** Reads `/metrics` of a plane. @throws Error when it does not answer */
export async function readMetrics(adminPort: number): Promise<Metrics> {
  const url = `http://127.0.0.1:${adminPort}/metrics`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return parseMetrics(await response.text());
}

/** Reads the text format of Prometheus, as far as sums go. A label is given as it stands there: `outcome="applied"`. */
export function parseMetrics(text: string): Metrics {
  const samples = [...text.matchAll(/^([a-z_]+)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = '', labels = '', value]): Sample => ({ name, labels, value: Number(value) }),
  );
  return {
    get: (name, label = '') =>
      samples
        .filter((sample) => sample.name === name && sample.labels.includes(label))
        .reduce((sum, { value }) => sum + value, 0),
  };
}

/** Seconds that a control plane has spent on one thing since it started. */
export function secondsOf(metrics: Metrics, what: 'compile' | 'read'): number {
  return metrics.get(`gatehouse_control_config_${what}_seconds_sum`);
}
