import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Beside this file, as source and compiled. */
export const inspectionProgram = new URL(
  import.meta.url.endsWith('.ts') ? 'inspection-program.ts' : 'inspection-program.js',
  import.meta.url,
);

/** Starts a program in a thread. What runs from its source is read by tsx, which does not follow into threads by itself (4.23.15). */
export function startProgram(program: URL, options: WorkerOptions): Worker {
  if (!program.pathname.endsWith('.ts')) return new Worker(program, options);
  const source = `import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(program.href)});
  });`;
  return new Worker(source, { ...options, eval: true });
}
