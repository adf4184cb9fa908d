/** Names a detector that runs elsewhere among those that have looked at a call. */
export type OutsideName = `outside/${string}`;

/** What one of them found: its name and its own word, which may be that of another detector too. */
export type OutsideKind = `outside/${string}/${string}`;

export function outsideName(detectorId: string): OutsideName {
  return `outside/${detectorId}`;
}

export function outsideKind(detectorId: string, word: string): OutsideKind {
  return `outside/${detectorId}/${word}`;
}
