/** A prompt as people send it, with nothing to be found: prose, code, JSON, a log and a list, in turns. */
const parts: readonly string[] = [
  'Please review the following change and tell me whether the retry logic is correct. The service reads a batch of up to 500 orders, groups them by warehouse, and calls the planner once for each group. If the planner is busy it waits and tries again, at most three times. ',
  "export async function plan(orders: readonly Order[], limit = 500): Promise<Plan[]> {\n  const groups = new Map<string, Order[]>();\n  for (const order of orders.slice(0, limit)) {\n    const key = [order.warehouse, order.priority].join(':');\n    groups.set(key, [...(groups.get(key) ?? []), order]);\n  }\n  return Promise.all([...groups.values()].map((group) => call(group)));\n}\n",
  '{"warehouse":"north-2","items":[{"sku":"A-1042","count":12,"weight":3.5},{"sku":"B-77","count":1,"weight":0.25}],"priority":2,"note":"leave at the door"}\n',
  '2026-03-01T10:00:00.123Z INFO planner ready in 42 ms, 17 groups, queue=3\n2026-03-01T10:00:01.004Z WARN planner busy, attempt 2 of 3, waiting 250 ms\n',
  'Our users in Munich and Lyon see it mostly between 08:00 and 10:30. We think that the first version (v2.4.1) behaved better, although nobody measured it; the second one was rolled out in May 2025. What would you check first, and why? Answer in a short list.\n- latency by region\n- errors by class\n- size of the batch\n',
];

/** So many characters of it. */
export function makeCleanText(chars: number): string {
  let text = '';
  for (let index = 0; text.length < chars; index += 1) text += parts[index % parts.length];
  return text.slice(0, chars);
}
