import type { Inspector } from '../../policy/inspect/detector.ts';
import type { InspectedText } from '../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../policy/inspect/inspector.ts';
import { lookAt } from '../../policy/inspect/sighting.ts';
import { type LooksTaken, lookEach } from './look-each.ts';
import type {
  Answer,
  FindQuestion,
  LookQuestion,
  Question,
  ToldLook,
  ToldMatch,
  ToldSightings,
} from './message.ts';
import { MatchPacker, type PackedMatches } from './packed-matches.ts';
import { unpackTexts } from './packed-texts.ts';

/** What the thread does: the same code that looks at short calls. */
export function answerQuestion(question: Question): Answer {
  return question.kind === 'look'
    ? { kind: 'look', ...look(question) }
    : { kind: 'find', matches: find(question) };
}

function look(question: LookQuestion): LooksTaken<ToldLook> {
  const apart = unpackTexts(question.apart);
  const joined = unpackTexts(question.joined);
  return lookEach(question.looks, (looks) => {
    const inspector = inspectorOf(looks);
    return { apart: tell(inspector, apart), joined: tell(inspector, joined) };
  });
}

function tell(inspector: Inspector, texts: readonly InspectedText[]): ToldSightings {
  const positions = new Map(texts.map((text, position) => [text, position]));
  const seen: ToldMatch[] = [];
  const { counts } = lookAt(inspector, texts, (text, match) =>
    seen.push({ text: positions.get(text) ?? 0, match }),
  );
  return { counts, seen };
}

function find({ looks, kinds, texts }: FindQuestion): PackedMatches | undefined {
  const inspector = inspectorOf(looks);
  const packer = new MatchPacker();
  for (const [index, { text }] of unpackTexts(texts).entries())
    inspector.find(text, (match) => {
      if (kinds.has(match.kind)) packer.add(index, match);
    });
  return packer.pack();
}
