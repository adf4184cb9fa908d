import { setTimeout as sleep } from 'node:timers/promises';

const CALL_TIMEOUT_MS = 5_000;
const ENFORCED_TIMEOUT_MS = 20_000;
const AGAIN_MS = 50;

/**
 * Waits until one chat call through the node succeeds: then key, route, grant and credential of the
 * demo are all enforced there.
 * @throws Error with the node's last answer after 20 s
 */
export async function awaitFirstAnswer(
  call: { readonly httpUrl: string; readonly apiKey: string; readonly model: string },
  signal: AbortSignal,
): Promise<void> {
  const deadlineMs = performance.now() + ENFORCED_TIMEOUT_MS;
  for (;;) {
    const fault = await findFault(call, signal);
    if (fault === undefined) return;
    signal.throwIfAborted();
    if (performance.now() > deadlineMs)
      throw new Error(`a chat call to ${call.model} through the node does not succeed: ${fault}`);
    await sleep(AGAIN_MS);
  }
}

async function findFault(
  { httpUrl, apiKey, model }: Parameters<typeof awaitFirstAnswer>[0],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await fetch(`${httpUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Are you there?' }] }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
    const text = await response.text();
    return response.status === 200 ? undefined : `${response.status} ${text}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
