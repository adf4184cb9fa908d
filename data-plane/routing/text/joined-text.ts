import type { InspectedText, TextPlace } from '../../../policy/inspect/inspected-text.ts';
import type {
  ChatRequest,
  ContentPart,
  InferenceRequest,
  Json,
  JsonObject,
  Message,
} from '../../inference.ts';
import { partOf, TextList } from './text-list.ts';

/**
 * What a model reads as one where it was sent in pieces: the texts of a message; all texts of the system and the developer, and
 * those of messages of one speaker that follow one another, since most wires make one turn of them; and the texts of each list
 * within a block that this gateway does not know. Results of tools stay apart. Only where there are several pieces.
 */
export function collectJoinedTexts(request: InferenceRequest): readonly InspectedText[] {
  if (request.operation !== 'chat') return [];
  const wholes = new TextList();
  for (const [position, { role, content }] of request.messages.entries()) {
    if (typeof content !== 'object') continue;
    wholes.at(partOf(role), 'messages', position);
    addWhole(wholes, content.flatMap(piecesOf));
    for (const part of content) if (part.kind === 'other') addLists(wholes, part.value);
  }
  for (const speech of listSpeeches(request)) {
    // What one message says was joined above.
    const [first] = speech;
    if (first === undefined || speech.length === 1) continue;
    wholes.across(partOf(first.message.role));
    addSpeech(wholes, speech);
  }
  return wholes.texts;
}

function addSpeech(wholes: TextList, speech: readonly Said[]): void {
  const pieces: string[] = [];
  const places: TextPlace[] = [];
  for (const { message, position } of speech)
    for (const piece of allPiecesOf(message)) {
      pieces.push(piece);
      places.push({ list: 'messages', position });
    }
  addWhole(wholes, pieces, places);
}

function addWhole(
  wholes: TextList,
  pieces: readonly string[],
  places?: readonly TextPlace[],
): void {
  if (pieces.length > 1) wholes.add(pieces.join(''), pieces, places);
}

interface Said {
  readonly message: Message;
  readonly position: number;
}

/** Messages that belong together. */
function listSpeeches({ messages }: ChatRequest): readonly (readonly Said[])[] {
  const system: Said[] = [];
  const speeches: Said[][] = [system];
  let current: Said[] = [];
  let speaker: Message['role'] = 'tool';
  for (const [position, message] of messages.entries()) {
    const { role } = message;
    if (role === 'system' || role === 'developer') {
      system.push({ message, position });
      continue;
    }
    if (role === 'tool' || role !== speaker) {
      current = [];
      speeches.push(current);
    }
    speaker = role;
    current.push({ message, position });
  }
  return speeches;
}

function allPiecesOf({ content }: Message): readonly string[] {
  if (typeof content === 'string') return [content];
  return content?.flatMap(piecesOf) ?? [];
}

function piecesOf(part: ContentPart): string | readonly string[] {
  if (part.kind === 'text') return part.text;
  const text = part.kind === 'other' ? part.value['text'] : undefined;
  return typeof text === 'string' ? text : [];
}

/** Walks with a list of its own, so that no depth of nesting ends the process's stack. */
function addLists(wholes: TextList, root: Json): void {
  const waiting: Json[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const members: readonly Json[] = Object.values(value);
    if (Array.isArray(value)) addWhole(wholes, members.flatMap(textOf));
    for (const member of members) waiting.push(member);
  }
}

function textOf(item: Json): string | readonly string[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  const { text } = item as JsonObject;
  return typeof text === 'string' ? text : [];
}
