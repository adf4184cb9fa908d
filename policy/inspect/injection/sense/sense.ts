import { featureBits } from './feature.ts';
import { bias, packedWeights, weightScale } from './weight.ts';

const weights = unpack();

/**
 * How much what these features stand for is an order to a model, as the logarithm of the odds among the
 * texts that the weights are taught by (`npm run bench -- teach`): 0 is even.
 */
export function senseOf(features: readonly number[]): number {
  let sum = bias;
  for (const feature of features) sum += weights[feature] ?? 0;
  return sum / weightScale;
}

function unpack(): Int8Array {
  const table = new Int8Array(1 << featureBits);
  table.set(Buffer.from(packedWeights.join(''), 'base64').subarray(0, table.length));
  return table;
}
