import { In, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { invalid, invalidInput } from '../../domain/errors.ts';
import { checkText } from '../../domain/name.ts';

/** Values of one field that a list can be narrowed to at once. */
const VALUES_MAX = 100;

/** Narrows a list of rows, called `row`, to those that fit a value. The moment of asking is the parameter `now`. */
export type Narrowing<Row extends ObjectLiteral, Value> = (
  query: SelectQueryBuilder<Row>,
  value: Value,
) => unknown;

/** Rows whose field is the value. */
export const equals =
  <Row extends ObjectLiteral, Value>(field: keyof Row & string): Narrowing<Row, Value> =>
  (query, value) =>
    query.andWhere({ [field]: value });

/** As `equals`, for a text that people write. */
export const equalsText =
  <Row extends ObjectLiteral>(field: keyof Row & string): Narrowing<Row, string> =>
  (query, value) => {
    requireText(field, value);
    query.andWhere({ [field]: value });
  };

/** Rows whose field is one of the values: none of them for no value. */
export const isAmong =
  <Row extends ObjectLiteral>(
    field: keyof Row & string,
    path: string = field,
  ): Narrowing<Row, readonly string[]> =>
  (query, values) =>
    query.andWhere({ [field]: In(distinct(path, values)) });

/** Rows whose list has every value. */
export const hasEach =
  <Row extends ObjectLiteral>(field: keyof Row & string): Narrowing<Row, readonly string[]> =>
  (query, values) =>
    query.andWhere(`row.${field} @> :${field}`, { [field]: distinct(field, values) });

/** Rows with part of the text, in whatever case, in any of the texts that SQL gives. */
export const hasPart =
  <Row extends ObjectLiteral>(
    ...conditions: readonly ((like: string) => string)[]
  ): Narrowing<Row, string> =>
  (query, text) => {
    requireText('text', text);
    const part = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const any = conditions.map((condition) => condition('ILIKE :part')).join(' OR ');
    query.andWhere(`(${any})`, { part });
  };

/** For `hasPart`: in a field of the row. */
export const inField =
  <Row>(field: keyof Row & string) =>
  (like: string) =>
    `row.${field} ${like}`;

/** Without rows that are archived, unless they are wanted too. */
export const includesArchived = <Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  wanted: boolean,
) => (wanted ? query : query.andWhere('row.archivedAt IS NULL'));

/** Without rows that are revoked, unless they are wanted too. */
export const includesRevoked = <Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  wanted: boolean,
) => (wanted ? query : query.andWhere('row.revokedAt IS NULL'));

/** When rows were made. */
export interface CreatedWithin {
  readonly createdSince?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** Narrowings of `CreatedWithin`. */
export const createdWithin = {
  createdSince: <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, createdSince: Date) =>
    query.andWhere('row.createdAt >= :createdSince', { createdSince }),
  createdBefore: <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, createdBefore: Date) =>
    query.andWhere('row.createdAt < :createdBefore', { createdBefore }),
} as const;

/** Rows that hold at the moment of asking, and end before that one. */
export const endsBefore = <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, end: Date) =>
  query.andWhere(`${HOLDS} AND row.notAfter < :endsBefore`, { endsBefore: end });

/** Of rows that end by themselves or are revoked: whether they hold. */
export const HOLDS = '(row.revokedAt IS NULL AND (row.notAfter IS NULL OR row.notAfter > :now))';

/** SQL of when a row ends: one without an end comes after all that have one. */
export const END = `coalesce(row.notAfter, 'infinity')`;

/** What a row that an application has can be narrowed by. */
export interface OfApplication {
  /** Of applications of this team, by its whole name. */
  readonly team?: string | undefined;
  readonly environments?: readonly string[] | undefined;
}

/** Narrowings of `OfApplication`. */
export const ofApplication = {
  team: <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, team: string) => {
    requireText('team', team);
    query.andWhere(
      `EXISTS (SELECT FROM application AS owner
        WHERE owner.id = row.applicationId AND owner.team = :team)`,
      { team },
    );
  },
  environments: <Row extends ObjectLiteral>(
    query: SelectQueryBuilder<Row>,
    environments: readonly string[],
  ) =>
    query.andWhere(
      `EXISTS (SELECT FROM application AS owner
        WHERE owner.id = row.applicationId AND owner.environment = ANY (:environments))`,
      { environments: distinct('environments', environments) },
    ),
} as const;

/** @throws DomainError VALIDATION_FAILED */
export function distinct(path: string, values: readonly string[]): string[] {
  const found = [...new Set(values)];
  if (found.length > VALUES_MAX)
    throw invalid(path, `A list is narrowed to at most ${VALUES_MAX} values of a field at once.`);
  return found;
}

/** Before Postgres sees it: no text of it has a NUL. @throws DomainError VALIDATION_FAILED */
export function requireText(path: string, text: string): void {
  const faults = checkText(path, text);
  if (faults.length > 0) throw invalidInput(faults);
}
