/** An account, and by what it is known whose it is. */
export interface Marked {
  readonly id: string;
  /** What an identity provider calls the person, and the e-mail address: whoever shares one is the same person. */
  readonly marks: readonly string[];
}

/** Account -> the person behind it. Accounts that share a mark are one person's, also over a third account. */
export function personsOf(accounts: readonly Marked[]): ReadonlyMap<string, string> {
  const persons = new Map(accounts.map(({ id }) => [id, id]));
  const owners = new Map<string, string>();
  for (const { id, marks } of accounts)
    for (const mark of marks) {
      unite(persons, owners.get(mark) ?? id, id);
      owners.set(mark, id);
    }
  return persons;
}

function unite(persons: Map<string, string>, one: string, other: string): void {
  const [from, to] = [persons.get(other), persons.get(one)];
  if (from === to || to === undefined) return;
  for (const [account, person] of persons) if (person === from) persons.set(account, to);
}
