import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A program beside the file of that URL, as source and compiled; its name has no extension. */
export function programBeside(url: string, name: string): URL {
  return new URL(url.endsWith('.ts') ? `${name}.ts` : `${name}.js`, url);
}

/** Starts a program in a thread. What runs from its source is read by tsx, which does not follow into threads by itself (4.23.15). */
export function startProgram(program: URL, options: WorkerOptions): Worker {
  if (!program.pathname.endsWith('.ts')) return new Worker(program, options);
  const source = `import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(program.href)});
  });`;
  return new Worker(source, { ...options, eval: true });
}
