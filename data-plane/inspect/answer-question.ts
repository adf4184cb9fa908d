import { inspectorOf } from '../../policy/inspect/inspector.ts';
import { joinLooks, lookAt } from '../../policy/inspect/sighting.ts';
import type { Answer, FindQuestion, LookQuestion, Question, ToldSightings } from './message.ts';
import { MatchPacker, type PackedMatches } from './packed-matches.ts';
import { unpackTexts } from './packed-texts.ts';

/** What the thread does: the same code that looks at short calls. */
export function answerQuestion(question: Question): Answer {
  return question.kind === 'look'
    ? { kind: 'look', sightings: look(question) }
    : { kind: 'find', matches: find(question) };
}

function look({ looks, apart, joined }: LookQuestion): ToldSightings {
  const inspector = inspectorOf(looks);
  const { counts, seen } = joinLooks(
    lookAt(inspector, unpackTexts(apart)),
    lookAt(inspector, unpackTexts(joined)),
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
