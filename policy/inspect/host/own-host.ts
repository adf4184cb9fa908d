import type { FindAll } from '../settings/find-all.ts';
import { comparableWord } from '../words/denied-words.ts';
import { WordAutomaton } from '../words/word-automaton.ts';
import { endsHost, isHostAt, startOfHost } from './host-text.ts';

/** Finds hosts that end in one of these: `corp.example.com` and `db.corp.example.com`, in whatever case. */
export function findOwnHosts(suffixes: readonly string[]): FindAll {
  const automaton = new WordAutomaton(
    suffixes.map((suffix) => ({ phrase: comparableWord(suffix), kind: suffix, whole: true })),
  );
  return (text, note) => {
    let done = 0;
    automaton.find(text, (suffix, at, end) => {
      if (text.slice(at, end).toLowerCase() !== suffix || !endsHost(text, end)) return;
      if (text[at - 1] !== '.' && isHostAt(text, at - 1)) return;
      const start = Math.max(done, Math.min(at, startOfHost(text, end)));
      done = end;
      note({ kind: 'own_host', start, end });
    });
  };
}
