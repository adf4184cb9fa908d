/** What a word or a turn of phrase may do in an order to a model. One may do several: a set of bits. */
export const slot = {
  /** To ignore, forget, cancel. */
  drop: 1 << 0,
  /** The same of words that are used for much else: to skip, delete, lift. */
  softDrop: 1 << 1,
  /** Instructions, rules, a prompt. */
  order: 1 << 2,
  /** What may be that, or a message and a command of anything. */
  softOrder: 1 << 3,
  /** Earlier, above, given so far. */
  prior: 1 << 4,
  /** Yours, the system's, the developer's; hidden. */
  own: 1 << 5,
  all: 1 << 6,
  /** To print, reveal, repeat. */
  show: 1 << 7,
  /** Word for word, in full. */
  exact: 1 << 8,
  /** A system prompt by its name. */
  prompt: 1 << 9,
  /** You are now, act as, pretend, answer as. */
  be: 1 << 10,
  /** Without bounds, in one word: uncensored, jailbroken. */
  free: 1 << 11,
  /** No, without, never. */
  no: 1 << 12,
  /** What holds a model back: restrictions, filters, morals. */
  limit: 1 << 13,
  /** Whom an order is addressed to. */
  ai: 1 << 14,
  /** Has to, must, should. */
  must: 1 << 15,
  /** To keep something from the user, or to ask nobody. */
  hush: 1 << 16,
  /** What somebody would like to get: a password, a key, the conversation. */
  secret: 1 << 17,
  /** Instructions that are somebody else's: of a doctor, in a mail. */
  other: 1 << 18,
  /** Asks how or why, or speaks of a third. */
  asking: 1 << 19,
  /** Says not to forget. */
  keep: 1 << 20,
  /** An address, a link, an image. */
  url: 1 << 21,
  /** Appended, replaced by, followed by. */
  join: 1 << 22,
  /** Reads, summarises, processes this. */
  reads: 1 << 23,
  /** What something does that acts for a user: calls a tool, sends, approves. */
  act: 1 << 24,
  /** Claims to be the developer, the owner, in a hurry. */
  rank: 1 << 25,
  /** Addressed: you, du, tu. */
  you: 1 << 26,
  /** To tell, translate, sum up: what people ask for all day. */
  tell: 1 << 27,
  /** A note, a message, an instruction to or for somebody. */
  note: 1 << 28,
  /** Whom a model works for. */
  user: 1 << 29,
  /** A word of these in reverse or in ROT13. */
  veiled: 1 << 30,
  /** What is as often a person or a thing as a model: an assistant, an agent. */
  helper: 1 << 31,
} as const;

export type SlotName = keyof typeof slot;

/** Of one language or of some: words by what they do, between bars; a star stands for any ending. */
export type Lexicon = Readonly<Partial<Record<SlotName, string>>>;
