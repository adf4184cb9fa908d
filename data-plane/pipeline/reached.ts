/**
 * What an earlier stage has set.
 *
 * @throws Error when the list of stages is out of order, which is a fault of the program
 */
export function reached<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`No stage before this one has set "${name}".`);
  return value;
}
