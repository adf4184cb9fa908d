import type {
  ChatRequest,
  ContentPart,
  InferenceRequest,
  Message,
  ToolCall,
} from '../../inference.ts';

/**
 * The request with another text in the place of each that people or tools have written: contents of messages, arguments of tool calls,
 * inputs of embeddings. Names, schemas, files and whatever rides along stay as they are, and so do arguments that would be JSON no
 * longer: whoever takes something out looks again at what has come of it.
 */
export function redactRequest(
  request: InferenceRequest,
  redact: (text: string) => string,
): InferenceRequest {
  if (request.operation === 'chat') return redactChat(request, redact);
  const inputs = request.inputs.map((input) => (typeof input === 'string' ? redact(input) : input));
  return { ...request, inputs };
}

function redactChat(request: ChatRequest, redact: (text: string) => string): ChatRequest {
  const redactPart = (part: ContentPart): ContentPart =>
    part.kind === 'text' ? { ...part, text: redact(part.text) } : part;
  const redactCall = (call: ToolCall): ToolCall => ({
    ...call,
    arguments: redactArguments(call.arguments, redact),
  });
  const messages = request.messages.map(
    (message): Message => ({
      ...message,
      content:
        typeof message.content === 'string'
          ? redact(message.content)
          : message.content?.map(redactPart),
      ...(message.toolCalls && { toolCalls: message.toolCalls.map(redactCall) }),
    }),
  );
  return { ...request, messages };
}

function redactArguments(text: string, redact: (text: string) => string): string {
  const redacted = redact(text);
  return redacted === text || isJson(redacted) || !isJson(text) ? redacted : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
