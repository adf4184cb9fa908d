/**
 * Flags of V8 for a node, as its image has them: one thread beside the loop, and collections of young objects that are short. Why, and
 * what they cost a call: docs/configuration.md, "V8".
 */
export const nodeFlags: readonly string[] = ['--v8-pool-size=1', '--max-semi-space-size=4'];
