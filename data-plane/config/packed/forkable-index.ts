/** A power of two, as in proto/forkable-map.ts. */
const SHARD_COUNT = 256;
const SHARD_BITS = 8;
const SLOTS_MIN = 8;

/** Entries by open addressing: three arrays of one length, a power of two. At least a third of the slots is free. */
interface Shard<Value> {
  readonly prints: Int32Array;
  readonly places: Int32Array;
  /** Undefined where a slot is free. */
  readonly values: (Value | undefined)[];
  count: number;
}

/**
 * Values by a print that need not be theirs alone: whoever looks says which of them it is. Neither a string nor an object for each
 * entry, so that 100,000 of them are nothing to collect. Forked in no time like `ForkableMap`.
 */
export class ForkableIndex<Value> {
  readonly #shards: (Shard<Value> | undefined)[];
  #own: boolean[];

  /** Empty, or a fork of this one. */
  constructor(origin?: ForkableIndex<Value>) {
    this.#shards =
      origin === undefined ? new Array(SHARD_COUNT).fill(undefined) : [...origin.#shards];
    this.#own = new Array(SHARD_COUNT).fill(origin === undefined);
  }

  /** A second index with the same content; changing either leaves the other as it is. */
  fork(): ForkableIndex<Value> {
    this.#own = new Array(SHARD_COUNT).fill(false);
    return new ForkableIndex(this);
  }

  /** The first value of that print which is the one. */
  find(print: number, isIt: (value: Value, place: number) => boolean): Value | undefined {
    const shard = this.#shards[print & (SHARD_COUNT - 1)];
    if (shard === undefined) return undefined;
    const mask = shard.prints.length - 1;
    for (let slot = slotOf(print, mask); ; slot = (slot + 1) & mask) {
      const value = shard.values[slot];
      if (value === undefined) return undefined;
      if (shard.prints[slot] === print && isIt(value, shard.places[slot] ?? 0)) return value;
    }
  }

  /** Beside whatever has that print already. */
  add(print: number, value: Value, place = 0): void {
    const shard = this.#ownShard(print, 1);
    insert(shard, print, { value, place });
  }

  /** Takes one out that was added so; nothing happens when there is none. */
  delete(print: number, value: Value, place = 0): void {
    const isIt = (one: Value, at: number): boolean => one === value && at === place;
    if (this.find(print, isIt) === undefined) return;
    const shard = this.#ownShard(print, 0);
    const mask = shard.prints.length - 1;
    let slot = slotOf(print, mask);
    while (
      shard.prints[slot] !== print ||
      shard.values[slot] !== value ||
      shard.places[slot] !== place
    )
      slot = (slot + 1) & mask;
    closeGap(shard, slot);
    shard.count -= 1;
  }

  #ownShard(print: number, more: number): Shard<Value> {
    const number = print & (SHARD_COUNT - 1);
    const shard = this.#shards[number];
    const needed = slotsFor((shard?.count ?? 0) + more);
    if (shard !== undefined && this.#own[number] === true && needed <= shard.prints.length)
      return shard;
    const copy = copyShard(shard, Math.max(needed, shard?.prints.length ?? 0));
    this.#shards[number] = copy;
    this.#own[number] = true;
    return copy;
  }
}

function slotOf(print: number, mask: number): number {
  return (print >>> SHARD_BITS) & mask;
}

/** The smallest power of two of which so many entries are at most two thirds. */
function slotsFor(count: number): number {
  let slots = SLOTS_MIN;
  while (slots * 2 < count * 3) slots *= 2;
  return slots;
}

function copyShard<Value>(shard: Shard<Value> | undefined, slots: number): Shard<Value> {
  if (shard?.prints.length === slots)
    return {
      prints: shard.prints.slice(),
      places: shard.places.slice(),
      values: shard.values.slice(),
      count: shard.count,
    };
  const copy: Shard<Value> = {
    prints: new Int32Array(slots),
    places: new Int32Array(slots),
    values: new Array(slots).fill(undefined),
    count: 0,
  };
  shard?.values.forEach((value, slot) => {
    if (value !== undefined)
      insert(copy, shard.prints[slot] ?? 0, { value, place: shard.places[slot] ?? 0 });
  });
  return copy;
}

function insert<Value>(
  shard: Shard<Value>,
  print: number,
  { value, place }: { readonly value: Value; readonly place: number },
): void {
  const mask = shard.prints.length - 1;
  let slot = slotOf(print, mask);
  while (shard.values[slot] !== undefined) slot = (slot + 1) & mask;
  shard.prints[slot] = print;
  shard.places[slot] = place;
  shard.values[slot] = value;
  shard.count += 1;
}

/** Moves up what lies behind a gap, so that looking never ends at one before what it looks for. */
function closeGap<Value>({ prints, places, values }: Shard<Value>, gap: number): void {
  const mask = prints.length - 1;
  let free = gap;
  for (let slot = (gap + 1) & mask; values[slot] !== undefined; slot = (slot + 1) & mask) {
    const wanted = slotOf(prints[slot] ?? 0, mask);
    // It may move to the gap unless its own place lies between the two.
    if (((slot - wanted) & mask) < ((slot - free) & mask)) continue;
    prints[free] = prints[slot] ?? 0;
    places[free] = places[slot] ?? 0;
    values[free] = values[slot];
    free = slot;
  }
  values[free] = undefined;
}
