/** What is read of each noun that a mutation answers with. */
export const onModel = `... on ModelChanged { revision model { id name version capabilities
  contextWindowTokens outputTokensMax archivedAt } }`;
export const onTarget = `... on TargetChanged { revision target { id version region enabled capabilities
  model { id } provider { id } prices { effectiveFrom input output cachedRead cachedWriteLong reasoning perRequest } } }`;
export const onRoute = `... on RouteChanged { revision route { id version name operation
  connectTimeoutMs firstTokenTimeoutMs idleTimeoutMs totalTimeoutMs promptPolicy { id } tenant { id }
  rules { name when require split { weight target { id } } fallbacks { id } } } }`;
export const onPolicy = `... on PromptPolicyChanged { revision promptPolicy { id version name tenant { id }
  rules { name detector action rerouteTo { id } } } }`;

type Answer = { readonly [Noun in 'model' | 'target' | 'route' | 'promptPolicy']: { id: string } };
export const idOf = (answer: unknown, noun: keyof Answer) => (answer as Answer)[noun].id;
