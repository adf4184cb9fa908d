import type { PromptPart } from '../../../policy/inspect/inspected-text.ts';
import { type Redact, redactArguments } from '../../../policy/prompt-part/redactor.ts';
import type {
  ChatRequest,
  ContentPart,
  InferenceRequest,
  Message,
  ToolCall,
} from '../../inference.ts';
import { partOf } from '../../routing/text/text-list.ts';

/**
 * The request with another text in the place of each that people or tools have written: contents of messages, arguments of tool calls,
 * inputs of embeddings. Names, schemas, files and whatever rides along stay as they are, and so do arguments that would be JSON no
 * longer: whoever takes something out looks again at what has come of it.
 */
export function redactRequest(request: InferenceRequest, redact: Redact): InferenceRequest {
  if (request.operation === 'chat') return redactChat(request, redact);
  const inputs = request.inputs.map((input) =>
    typeof input === 'string' ? redact(input, 'user') : input,
  );
  return { ...request, inputs };
}

function redactChat(request: ChatRequest, redact: Redact): ChatRequest {
  const redactPiece = (piece: ContentPart, part: PromptPart): ContentPart =>
    piece.kind === 'text' ? { ...piece, text: redact(piece.text, part) } : piece;
  const redactCall = (call: ToolCall): ToolCall => ({
    ...call,
    arguments: redactArguments(call.arguments, redact),
  });
  const messages = request.messages.map((message): Message => {
    const { role, content, toolCalls } = message;
    const part = partOf(role);
    return {
      ...message,
      content:
        typeof content === 'string'
          ? redact(content, part)
          : content?.map((piece) => redactPiece(piece, part)),
      ...(toolCalls && { toolCalls: toolCalls.map(redactCall) }),
    };
  });
  return { ...request, messages };
}
