import { type Capability, capabilities, type Model as PolicyModel } from '../../policy/resource.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkPublicName } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

/** Larger than any window that a vendor offers; keeps estimates within safe integers. */
const TOKENS_MAX = 100_000_000;

/** What is asked for, whoever serves it. Null counts of tokens are unknown. */
export interface Model extends ArchivableRecord {
  readonly name: string;
  readonly capabilities: readonly Capability[];
  readonly contextWindowTokens: number | null;
  readonly outputTokensMax: number | null;
}

/** What the author of a model decides. */
export type ModelDraft = Pick<
  Model,
  'name' | 'capabilities' | 'contextWindowTokens' | 'outputTokensMax'
>;

/** What an edit may change; what is undefined stays. */
export type ModelChange = {
  readonly [Field in keyof ModelDraft]?: ModelDraft[Field] | undefined;
};

/** @throws DomainError VALIDATION_FAILED */
export function createModel(id: string, draft: ModelDraft, now: Date): Model {
  return checked({ ...draft, ...newRecord(id, now) });
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
  };
}

function checked(model: Model): Model {
  const { contextWindowTokens, outputTokensMax } = model;
  const faults: Fault[] = [
    ...checkPublicName('name', model.name),
    ...checkCapabilities('capabilities', model.capabilities),
    ...checkTokens('contextWindowTokens', contextWindowTokens),
    ...checkTokens('outputTokensMax', outputTokensMax),
  ];
  if (!model.capabilities.some((value) => value === 'chat' || value === 'embedding'))
    faults.push({ path: 'capabilities', message: 'A model serves chat, embedding or both.' });
  if (contextWindowTokens !== null && (outputTokensMax ?? 0) > contextWindowTokens)
    faults.push({ path: 'outputTokensMax', message: 'A reply fits into the context window.' });
  if (faults.length > 0) throw invalidInput(faults);
  return model;
}

function checkTokens(path: string, value: number | null): readonly Fault[] {
  if (value === null || (Number.isInteger(value) && value >= 1 && value <= TOKENS_MAX)) return [];
  return [{ path, message: `A number of tokens is from 1 to ${TOKENS_MAX}.` }];
}
