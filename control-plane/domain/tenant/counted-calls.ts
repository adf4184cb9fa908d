import type { AccountScope } from '../../../policy/account-part/account.ts';
import { checkDistinct } from '../api-key.ts';
import type { Fault } from '../errors.ts';
import { checkSlug } from '../name.ts';

/** What limits and budgets have in common. */
interface CountedCalls {
  readonly name: string;
  readonly applicationId: string | null;
  readonly per: AccountScope;
  readonly workloads: readonly string[];
  readonly message: string;
}

/** Faults of whose calls are counted, and of what is told to who is refused. */
export function checkCounted(
  counted: CountedCalls,
  applicationIds: ReadonlySet<string>,
  bounds: { readonly workloadsMax: number; readonly messageCharsMax: number },
): readonly Fault[] {
  const { name, applicationId, workloads } = counted;
  const faults: Fault[] = [...checkSlug('name', name), ...checkDistinct('workloads', workloads)];
  if (applicationId !== null && !applicationIds.has(applicationId))
    faults.push({ path: 'applicationId', message: 'There is no such application in this tenant.' });
  if (workloads.length > bounds.workloadsMax)
    faults.push({ path: 'workloads', message: `Name at most ${bounds.workloadsMax} workloads.` });
  for (const [position, workload] of workloads.entries())
    faults.push(...checkSlug(`workloads.${position}`, workload));
  return [...faults, ...checkMessage(counted.message, bounds.messageCharsMax)];
}

/** What a list of ids is judged by. */
interface NamedRows {
  readonly path: string;
  readonly noun: string;
  readonly known: ReadonlySet<string>;
  readonly max: number;
}

/** Faults of ids that must name rows that there are, each once. */
export function checkNamed(
  ids: readonly string[],
  { path, noun, known, max }: NamedRows,
): readonly Fault[] {
  if (ids.length > max) return [{ path, message: `Name at most ${max} of them.` }];
  const unknown = ids.flatMap((id, position) =>
    known.has(id) ? [] : [{ path: `${path}.${position}`, message: `There is no such ${noun}.` }],
  );
  return [...unknown, ...checkDistinct(path, ids)];
}

/** It goes into headers and errors of every dialect: one line. */
function checkMessage(message: string, charsMax: number): readonly Fault[] {
  if (message.length <= charsMax && !/\p{Cc}/u.test(message)) return [];
  return [{ path: 'message', message: `A message is one line of at most ${charsMax} characters.` }];
}
