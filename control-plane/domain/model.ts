import { type Capability, capabilities, type Model as PolicyModel } from '../../policy/resource.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkPublicName } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import { checkMoment } from './time.ts';

/** Larger than any window that a vendor offers; keeps estimates within safe integers. */
const TOKENS_MAX = 100_000_000;
const ALIASES_MAX = 16;

/** What is asked for, whoever serves it. Null counts of tokens are unknown. */
export interface Model extends ArchivableRecord {
  readonly name: string;
  readonly capabilities: readonly Capability[];
  readonly contextWindowTokens: number | null;
  readonly outputTokensMax: number | null;
  /** Other names that it goes by; no other model goes by one of them. */
  readonly aliases: readonly string[];
  /** From when on another is to be used, for people: nodes refuse nothing for it. */
  readonly deprecatedAt: Date | null;
  /** Which other one. */
  readonly replacedById: string | null;
}

type LaterFact = 'aliases' | 'deprecatedAt' | 'replacedById';

/** What the author of a model decides. Undefined: no aliases, not deprecated. */
export type ModelDraft = Pick<
  Model,
  'name' | 'capabilities' | 'contextWindowTokens' | 'outputTokensMax'
> & { readonly [Field in LaterFact]?: Model[Field] | undefined };

/** Who used a model lately: sums of one application. */
export interface ModelUser {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly requests: bigint;
  readonly attempts: bigint;
  readonly cost: bigint;
  readonly lastUsedAt: Date;
}

/** Who used a model since a moment, most requests first. */
export interface ModelUsers {
  readonly since: Date;
  readonly rows: readonly ModelUser[];
  readonly truncated: boolean;
}

/** What an edit may change; what is undefined stays. */
export type ModelChange = {
  readonly [Field in keyof ModelDraft]?: Model[Field] | undefined;
};

/** @throws DomainError VALIDATION_FAILED */
export function createModel(id: string, draft: ModelDraft, now: Date): Model {
  const { aliases = [], deprecatedAt = null, replacedById = null, ...rest } = draft;
  return checked({ ...rest, aliases, deprecatedAt, replacedById, ...newRecord(id, now) });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseModel(model: Model, change: ModelChange, now: Date): Model {
  return checked(revise(model, change, now));
}

/** Faults of a list of capabilities: a word that is none, or a word twice. */
export function checkCapabilities(path: string, values: readonly Capability[]): readonly Fault[] {
  const known = new Set(capabilities);
  if (values.some((value) => !known.has(value)))
    return [{ path, message: `A capability is one of ${capabilities.join(', ')}.` }];
  if (new Set(values).size !== values.length)
    return [{ path, message: 'A capability is named twice.' }];
  return [];
}

/** The model as decisions see it. */
export function toPolicyModel(model: Model): PolicyModel {
  return {
    id: model.id,
    name: model.name,
    capabilities: model.capabilities,
    contextWindowTokens: model.contextWindowTokens ?? 0,
    outputTokensMax: model.outputTokensMax ?? 0,
    aliases: model.aliases,
  };
}

function checked(model: Model): Model {
  const { contextWindowTokens, outputTokensMax } = model;
  const faults: Fault[] = [
    ...checkPublicName('name', model.name),
    ...checkCapabilities('capabilities', model.capabilities),
    ...checkTokens('contextWindowTokens', contextWindowTokens),
    ...checkTokens('outputTokensMax', outputTokensMax),
    ...checkAliases('aliases', model),
    ...checkDeprecation(model),
  ];
  if (!model.capabilities.some((value) => value === 'chat' || value === 'embedding'))
    faults.push({ path: 'capabilities', message: 'A model serves chat, embedding or both.' });
  if (contextWindowTokens !== null && (outputTokensMax ?? 0) > contextWindowTokens)
    faults.push({ path: 'outputTokensMax', message: 'A reply fits into the context window.' });
  if (faults.length > 0) throw invalidInput(faults);
  return model;
}

function checkAliases(path: string, { name, aliases }: Model): readonly Fault[] {
  const faults = aliases.flatMap((alias, position) =>
    checkPublicName(`${path}.${position}`, alias),
  );
  if (aliases.length > ALIASES_MAX)
    faults.push({ path, message: `A model has at most ${ALIASES_MAX} aliases.` });
  if (new Set([name, ...aliases]).size !== aliases.length + 1)
    faults.push({ path, message: 'A name is there twice; an alias differs from the name.' });
  return faults;
}

function checkDeprecation({ id, deprecatedAt, replacedById }: Model): readonly Fault[] {
  const path = 'replacedById';
  if (deprecatedAt !== null) {
    const isItself = replacedById === id;
    const itself = isItself ? [{ path, message: 'A model does not replace itself.' }] : [];
    return [...checkMoment('deprecatedAt', deprecatedAt), ...itself];
  }
  if (replacedById === null) return [];
  return [{ path, message: 'Say from when on it is replaced: `deprecatedAt`.' }];
}

function checkTokens(path: string, value: number | null): readonly Fault[] {
  if (value === null || (Number.isInteger(value) && value >= 1 && value <= TOKENS_MAX)) return [];
  return [{ path, message: `A number of tokens is from 1 to ${TOKENS_MAX}.` }];
}
