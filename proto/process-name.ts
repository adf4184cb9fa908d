/** Most workers that a node has. */
export const WORKERS_MAX = 64;

const PROCESS_NAME = /^(?<nodeId>[a-z0-9-]{1,64})(?:\/(?<worker>[1-9]\d?))?$/;

/** What a worker of a node says that it is: the names of nodes have no slash, so that none can pass for it. */
export function workerName(nodeId: string, worker: number): string {
  return `${nodeId}/${worker}`;
}

/** The node that a process belongs to by its name: that of the node, or of one of its workers; undefined for no such name. */
export function nodeOfProcess(name: string): string | undefined {
  const { nodeId, worker = '1' } = PROCESS_NAME.exec(name)?.groups ?? {};
  return Number(worker) > WORKERS_MAX ? undefined : nodeId;
}
