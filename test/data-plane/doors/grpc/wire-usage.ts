/** What `usage` of the open door looks like to a caller: 64-bit numbers are texts. */
export const wireUsage = {
  inputTokens: '11',
  outputTokens: '7',
  cachedReadTokens: '3',
  reasoningTokens: '2',
  estimated: false,
};
