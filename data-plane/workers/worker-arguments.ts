/** What the primary tells a worker when it forks it. */
export interface WorkerArguments {
  /** From 1. */
  readonly worker: number;
  /** Whether its doors open although there is nothing to serve yet. */
  readonly opensUnready: boolean;
}

const OPENS_UNREADY = 'opens-unready';

/** Behind the name of the program, where a list of processes shows them too. */
export function writeWorkerArguments({ worker, opensUnready }: WorkerArguments): string[] {
  return ['worker', String(worker), ...(opensUnready ? [OPENS_UNREADY] : [])];
}

/** The reverse of {@link writeWorkerArguments}. */
export function readWorkerArguments(args: readonly string[]): WorkerArguments {
  return { worker: Number(args[1]), opensUnready: args.includes(OPENS_UNREADY) };
}
