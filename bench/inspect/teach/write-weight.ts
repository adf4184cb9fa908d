import { writeFileSync } from 'node:fs';
import { featureBits } from '../../../policy/inspect/injection/sense/feature.ts';
import { weightScale } from '../../../policy/inspect/injection/sense/weight.ts';

const path = 'policy/inspect/injection/sense/weight.ts';
const lineChars = 92;
const weightMax = 127;

/** Writes what was learnt into the code, one byte a feature. */
export function writeWeights(weights: Float64Array): void {
  const scaled = Array.from(weights, (one) =>
    Math.max(-weightMax, Math.min(weightMax, Math.round(one * weightScale))),
  );
  const count = 1 << featureBits;
  const packed = Buffer.from(Int8Array.from(scaled.slice(0, count)).buffer).toString('base64');
  const lines = packed.match(new RegExp(`.{1,${lineChars}}`, 'g')) ?? [];
  writeFileSync(path, page(Math.round((weights[count] ?? 0) * weightScale), lines));
}

function page(bias: number, lines: readonly string[]): string {
  return `/** Written by \`npm run bench -- teach --write\`. A weight of 1 is so much in the table. */
export const weightScale = ${weightScale};

/** What a passage without any feature weighs, in the same unit. */
export const bias = ${bias};

/** By feature, a signed byte each, in base64. */
export const packedWeights: readonly string[] = [
${lines.map((line) => `  '${line}',`).join('\n')}
];
`;
}
