import { EXCEPTION_LIMITS } from '../../../policy/check/rule-exception.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';
import type { Fault } from '../errors.ts';

export type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';

const DAY_MS = 86_400_000;

/** What exceptions are judged by: the time, and what they may name. */
export interface ExceptionContext {
  readonly now: Date;
  readonly applicationIds: ReadonlySet<string>;
  readonly ownerIds: ReadonlySet<string>;
}

/** Ids of everything that exceptions of the rules name. */
export function namedByExceptions(
  rules: readonly PromptRule[],
): Pick<ExceptionContext, 'applicationIds' | 'ownerIds'> {
  const all = rules.flatMap(({ exceptions = [] }) => exceptions);
  return {
    applicationIds: new Set(all.flatMap(({ applicationIds = [] }) => applicationIds)),
    ownerIds: new Set(all.map(({ ownerId }) => ownerId)),
  };
}

/** Exceptions as they are stored, so that equal ones are equal JSON; undefined for none. */
export function normaliseExceptions(
  exceptions: readonly RuleException[] | undefined,
): readonly RuleException[] | undefined {
  if (exceptions === undefined || exceptions.length === 0) return undefined;
  return exceptions.map(
    ({ name, applicationIds = [], kinds = [], parts = [], requestId = '', ...exception }) => ({
      name,
      ...(applicationIds.length > 0 && { applicationIds: sorted(applicationIds) }),
      ...(kinds.length > 0 && { kinds: sorted(kinds) }),
      ...(parts.length > 0 && { parts: sorted(parts) }),
      reason: exception.reason,
      ownerId: exception.ownerId,
      expiresAtMs: exception.expiresAtMs,
      ...(requestId !== '' && { requestId }),
    }),
  );
}

/** Whether what exceptions name is there, and that they end. One that is past its end may stay: it excepts nothing. */
export function checkExceptions(
  rules: readonly PromptRule[],
  { now, applicationIds, ownerIds }: ExceptionContext,
): readonly Fault[] {
  const { daysMax } = EXCEPTION_LIMITS;
  const lastMs = now.getTime() + daysMax * DAY_MS;
  return rules.flatMap(({ exceptions = [] }, position) =>
    exceptions.flatMap((exception, at) => {
      const path = `rules.${position}.exceptions.${at}`;
      const faults: Fault[] = (exception.applicationIds ?? []).flatMap((id, index) =>
        applicationIds.has(id)
          ? []
          : [{ path: `${path}.applicationIds.${index}`, message: NO_APPLICATION }],
      );
      if (!ownerIds.has(exception.ownerId))
        faults.push({ path: `${path}.ownerId`, message: NO_OWNER });
      if (!(exception.expiresAtMs >= 0 && exception.expiresAtMs <= lastMs)) {
        const message = `It ends at most ${daysMax} days from now.`;
        faults.push({ path: `${path}.expiresAt`, message });
      }
      return faults;
    }),
  );
}

const NO_APPLICATION = 'There is no such application in this tenant.';
const NO_OWNER = 'There is no such principal in this tenant, or it is archived.';

function sorted<Word extends string>(words: readonly Word[]): readonly Word[] {
  return [...new Set(words)].toSorted();
}
