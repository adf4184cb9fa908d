/**
 * What a key may be confined to: the two kinds of calls, in the words of conditions and routes, and what a node answers by itself.
 * To see decisions is no operation but a scope: it adds to what a key may do (decision 20), these take away from it.
 */
export type KeyOperation = 'chat' | 'embedding' | 'token_count' | 'model_list';

/** Closed, in the order in which people read them. */
export const keyOperations: readonly KeyOperation[] = [
  'chat',
  'embedding',
  'token_count',
  'model_list',
];
