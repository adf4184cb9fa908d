import { foldText } from '../folded-text.ts';
import type { FindAll } from '../settings/find-all.ts';
import { plainPhrase, withoutMarks } from './plain-letter.ts';
import { type WantedPhrase, WordAutomaton } from './word-automaton.ts';

/** Words and phrases of one topic. */
export interface WordList {
  /** What is said to have been found. */
  readonly name: string;
  readonly words: readonly string[];
  /** Found within longer words too; absent means only where no letter or digit touches it. */
  readonly partsOfWords?: boolean | undefined;
}

/** Finds words of the lists, in whatever case. Compiled when it is first asked. */
export function findDeniedWords(lists: readonly WordList[]): FindAll {
  const automaton = new WordAutomaton(lists.flatMap(listPhrases));
  return (text, note) => automaton.find(text, (kind, start, end) => note({ kind, start, end }));
}

/** A word as it is compared: what is written with other forms of letters is the same word. */
export function comparableWord(word: string): string {
  const composed = word.normalize('NFC');
  return plainPhrase(foldText(composed)?.text ?? composed);
}

/** With its accents, and without them: texts often have none. */
function listPhrases({ name, words, partsOfWords }: WordList): WantedPhrase<string>[] {
  return words.flatMap((word) => {
    const phrase = comparableWord(word);
    const bare = withoutMarks(phrase);
    const whole = partsOfWords !== true;
    const wanted = { phrase, kind: name, whole };
    return bare === phrase ? [wanted] : [wanted, { ...wanted, phrase: bare }];
  });
}
