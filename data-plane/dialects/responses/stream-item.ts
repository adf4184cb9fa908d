import type { JsonObject } from '../../inference.ts';
import {
  type ItemContent,
  type ItemStatus,
  renderItem,
  renderSummaryPart,
  renderTextPart,
} from './output-item.ts';

/** An item of the output while it comes. */
export interface StreamItem extends ItemContent {
  /** Its place in `output`; -1 until it is opened. */
  index: number;
  id: string;
  text: string;
  seal: string | undefined;
  logprobs: JsonObject[] | undefined;
  callId: string;
  name: string;
  /** What every piece of its text begins with, up to the sequence number; empty until it is opened. */
  pieceHead: string;
  /** The whole item once it is closed. */
  done: JsonObject | undefined;
}

/** An event before it has its number. */
export type EventDraft = readonly [type: string, fields: JsonObject];

/** What follows a piece of text in its event. */
export const pieceTails = {
  message: ',"logprobs":[]}\n\n',
  reasoning: '}\n\n',
  call: '}\n\n',
} as const;

const pieceTypes = {
  message: 'response.output_text.delta',
  reasoning: 'response.reasoning_summary_text.delta',
  call: 'response.function_call_arguments.delta',
} as const;

/** See {@link StreamItem.pieceHead}: all of an event but what differs between two pieces is rendered once. */
export function renderPieceHead(item: StreamItem): string {
  const type = pieceTypes[item.kind];
  const fields = JSON.stringify({ type, ...partPlace(item) });
  return `event: ${type}\ndata: ${fields.slice(0, -1)},"sequence_number":`;
}

/** The events that open an item. The part of reasoning is opened with its first text: there may be none. */
export function listOpening(item: StreamItem): readonly EventDraft[] {
  const place = { output_index: item.index };
  const nothing = { text: '', seal: undefined, logprobs: undefined };
  const empty = renderItem({ ...item, ...nothing }, 'in_progress');
  const added: EventDraft = ['response.output_item.added', { ...place, item: empty }];
  if (item.kind !== 'message') return [added];
  const part = renderTextPart('');
  return [added, ['response.content_part.added', { ...partPlace(item), part }]];
}

/** The event that opens the part of a reasoning item. */
export function draftSummaryPart(item: StreamItem): EventDraft {
  const part = renderSummaryPart('');
  return ['response.reasoning_summary_part.added', { ...partPlace(item), part }];
}

/** The events that close an item; the last one holds `item.done`, which this sets. */
export function listClosing(item: StreamItem, status: ItemStatus): readonly EventDraft[] {
  const whole = renderItem(item, status);
  item.done = whole;
  return [
    ...listTextClosing(item),
    ['response.output_item.done', { output_index: item.index, item: whole }],
  ];
}

function listTextClosing(item: StreamItem): readonly EventDraft[] {
  const { text, logprobs = [] } = item;
  const place = partPlace(item);
  switch (item.kind) {
    case 'message':
      return [
        ['response.output_text.done', { ...place, text, logprobs }],
        ['response.content_part.done', { ...place, part: renderTextPart(text, logprobs) }],
      ];
    case 'reasoning':
      if (text === '') return [];
      return [
        ['response.reasoning_summary_text.done', { ...place, text }],
        ['response.reasoning_summary_part.done', { ...place, part: renderSummaryPart(text) }],
      ];
    case 'call':
      return [
        ['response.function_call_arguments.done', { ...place, name: item.name, arguments: text }],
      ];
  }
}

/** Where the text of an item goes: each has one part at most. */
function partPlace({ kind, id, index }: StreamItem): JsonObject {
  const place = { item_id: id, output_index: index };
  switch (kind) {
    case 'message':
      return { ...place, content_index: 0 };
    case 'reasoning':
      return { ...place, summary_index: 0 };
    case 'call':
      return place;
  }
}
