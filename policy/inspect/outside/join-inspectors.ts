import type { Inspector } from '../detector.ts';

/** Both look at each text. */
export function joinInspectors(one: Inspector, other: Inspector | undefined): Inspector {
  if (other === undefined) return one;
  return {
    find(text, report) {
      one.find(text, report);
      other.find(text, report);
    },
    findInCall: (texts, report) => one.findInCall?.(texts, report),
  };
}
