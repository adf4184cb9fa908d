/** One mistake in a policy, as its author can mend it. */
export interface PolicyFault {
  /** Where, dotted, from the policy on: `rules.0.split.1.weight`. */
  readonly path: string;
  /** One sentence that says what is wrong. */
  readonly message: string;
  /** Inside a condition, both from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** Longest name of a rule. */
export const RULE_NAME_CHARS_MAX = 63;

/** Faults of the names of rules, or of what else goes by such names: malformed, or used before. */
export function findRuleNameFaults(
  rules: readonly { readonly name: string }[],
  noun: 'rule' | 'exception' = 'rule',
): PolicyFault[] {
  const seen = new Set<string>();
  return rules.flatMap(({ name }, position) => {
    const message = findNameFault(name, noun, seen);
    seen.add(name);
    return message === undefined ? [] : [{ path: `${noun}s.${position}.name`, message }];
  });
}

function findNameFault(name: string, noun: string, seen: ReadonlySet<string>): string | undefined {
  if (name.length > RULE_NAME_CHARS_MAX || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    return (
      'A name begins with a letter or digit and has at most ' +
      `${RULE_NAME_CHARS_MAX} letters, digits, dots, dashes and underscores.`
    );
  }
  return seen.has(name) ? `Another ${noun} is already named "${name}".` : undefined;
}
