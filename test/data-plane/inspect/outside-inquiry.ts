import type { AskedText } from '../../../data-plane/inspect/outside/answer.ts';
import type { Inquiry } from '../../../data-plane/inspect/outside/outside-detectors.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';

export const detectorAt = (
  address: string,
  change: Partial<OutsideDetector> = {},
): OutsideDetector => ({
  id: 'detector-1',
  tenantId: 'tenant-1',
  name: 'moderation',
  protocol: 'http',
  address,
  kinds: ['insult', 'threat'],
  timeoutMs: 10_000,
  batchSize: 32,
  ...change,
});

const userText = (text: string): AskedText => ({ part: 'user', text });
export const inquiry = (texts: readonly string[], change: Partial<Inquiry> = {}): Inquiry => ({
  texts: texts.map(userText),
  requestId: 'request-1',
  timeoutMs: 10_000,
  callerLeft: new AbortController().signal,
  ...change,
});
