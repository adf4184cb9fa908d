import type { EmbedRequest__Output as WireEmbed } from '../../../../proto/generated/gatehouse/inference/v1/EmbedRequest.ts';
import type { EmbeddingRequest } from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import { readEmbeddingOptions } from './provider-options.ts';
import type { WireText } from './wire-text.ts';

/**
 * Typed texts to embed in the inner shape.
 *
 * @throws GatewayError invalid_request, with the field's path as `param`
 */
export function parseEmbed(embed: WireEmbed, text: WireText): EmbeddingRequest {
  if (embed.model === '') throw invalidField('model', 'must name a route');
  if (embed.inputs.length === 0) throw invalidField('inputs', 'must hold at least one text');
  return {
    operation: 'embedding',
    dialect: undefined,
    model: text.whole(embed.model),
    inputs: embed.inputs.map((input) => text.whole(input)),
    bare: false,
    dimensions: embed.dimensions === 0 ? undefined : embed.dimensions,
    extra: readEmbeddingOptions(embed.providerOptions, text),
  };
}
