import type { Digits } from '../check-digit.ts';
import { ContextWords, type Surroundings } from '../context.ts';
import type { PersonalKind } from '../personal-kind.ts';
import {
  isAadhaar,
  isBelgian,
  isBsn,
  isCnpj,
  isCpf,
  isGermanTaxId,
  isNhs,
  isNir,
  isNorwegian,
  isPesel,
  isPortuguese,
  isSin,
  isSsn,
  isSwedish,
  isSwiss,
  isTfn,
  type NumberTest,
} from './national-number.ts';

interface IdRow {
  readonly kind: PersonalKind;
  readonly isValid: NumberTest;
  /** Ways of writing that tell enough, as in {@link NumberShape.form}. */
  readonly ownForms: readonly string[];
  /** Ways that other numbers have too: a word must say what it is. */
  readonly sharedForms: readonly string[];
  readonly words: readonly string[];
}

/** Numbers of digits alone; those with letters have rules of their own. */
const rows: readonly IdRow[] = [
  {
    kind: 'us_ssn',
    isValid: isSsn,
    ownForms: ['3-2-4'],
    sharedForms: ['9', '3 2 4', '3.2.4'],
    words: ['ssn', 'social security', 'soc sec', 'seguro social'],
  },
  {
    kind: 'de_tax_id',
    isValid: isGermanTaxId,
    ownForms: [],
    sharedForms: ['11', '2 3 3 3', '2-3-3-3'],
    words: ['steuer', 'id[- ]?nr', 'tin$', 'tax', 'stid', 'identifikationsnummer'],
  },
  {
    kind: 'fr_nir',
    isValid: isNir,
    ownForms: ['15', '1 2 2 2 3 3 2', '13 2', '1 2 2 2 3 3-2', '1-2-2-2-3-3-2'],
    sharedForms: [],
    words: [],
  },
  {
    kind: 'nl_bsn',
    isValid: isBsn,
    ownForms: [],
    sharedForms: ['9', '4.2.3', '4 2 3', '3 3 3', '3.3.3'],
    words: ['bsn', 'burgerservice', 'sofi', 'burger service', 'citizen service'],
  },
  {
    kind: 'be_nrn',
    isValid: isBelgian,
    ownForms: ['2.2.2-3.2'],
    sharedForms: ['11', '6 3 2', '6-3-2', '2.2.2 3 2', '2 2 2 3 2', '2.2.2.3.2', '2.2.2-3-2'],
    words: ['rijksregister', 'registre national', 'nrn', 'national', 'insz', 'niss', 'rrn', 'nn$'],
  },
  {
    kind: 'pl_pesel',
    isValid: isPesel,
    ownForms: [],
    sharedForms: ['11'],
    words: ['pesel', 'ewidencyjn'],
  },
  {
    kind: 'pt_nif',
    isValid: isPortuguese,
    ownForms: [],
    sharedForms: ['9', '3 3 3', '3.3.3'],
    words: ['nif$', 'contribuinte', 'fiscal'],
  },
  {
    kind: 'uk_nhs_number',
    isValid: isNhs,
    ownForms: [],
    sharedForms: ['10', '3 3 4', '3-3-4'],
    words: ['nhs', 'patient'],
  },
  {
    kind: 'se_personnummer',
    isValid: isSwedish,
    ownForms: ['6-4', '8-4'],
    sharedForms: ['10', '12', '6 4', '8 4'],
    words: ['person', 'samordning', 'pnr', 'ssn', 'född'],
  },
  {
    kind: 'no_fnr',
    isValid: isNorwegian,
    ownForms: [],
    sharedForms: ['11', '6 5'],
    words: ['fødsels', 'fodsels', 'fnr', 'person', 'd-nummer', 'national'],
  },
  {
    kind: 'ch_ahv',
    isValid: isSwiss,
    ownForms: ['3.4.4.2', '13'],
    sharedForms: ['3 4 4 2'],
    words: ['ahv', 'avs', 'sozialversicherung'],
  },
  {
    kind: 'br_cpf',
    isValid: isCpf,
    ownForms: ['3.3.3-2'],
    sharedForms: ['11', '9-2', '3 3 3 2'],
    words: ['cpf', 'cadastro de pessoa', 'contribuinte'],
  },
  {
    kind: 'br_cnpj',
    isValid: isCnpj,
    ownForms: ['2.3.3/4-2'],
    sharedForms: ['14', '8/4-2'],
    words: ['cnpj', 'cadastro nacional'],
  },
  {
    kind: 'in_aadhaar',
    isValid: isAadhaar,
    ownForms: [],
    sharedForms: ['12', '4 4 4', '4-4-4'],
    words: ['aadh?aa?r', 'uid$', 'uidai', 'आधार'],
  },
  {
    kind: 'ca_sin',
    isValid: isSin,
    ownForms: [],
    sharedForms: ['9', '3 3 3', '3-3-3'],
    words: ['sin$', 'social insurance', 'assurance sociale', 'nas$'],
  },
  {
    kind: 'au_tfn',
    isValid: isTfn,
    ownForms: [],
    sharedForms: ['9', '3 3 3', '3-3-3'],
    words: ['tfn', 'tax file'],
  },
];

interface FormEntry {
  readonly kind: PersonalKind;
  readonly isValid: NumberTest;
  /** Undefined where the form alone is enough. */
  readonly words: ContextWords | undefined;
}

const entriesByForm = indexByForm();

/** Whose number digits are that are written in this form; undefined for nobody's. */
export function nationalIdOf(
  digits: Digits,
  { count, form }: { readonly count: number; readonly form: string },
  surroundings: Surroundings,
): PersonalKind | undefined {
  for (const { kind, isValid, words } of entriesByForm.get(form) ?? []) {
    if (!isValid(digits, count)) continue;
    if (words === undefined || words.areIn(surroundings)) return kind;
  }
  return undefined;
}

function indexByForm(): ReadonlyMap<string, readonly FormEntry[]> {
  const index = new Map<string, FormEntry[]>();
  const add = (form: string, entry: FormEntry): void => {
    index.set(form, [...(index.get(form) ?? []), entry]);
  };
  for (const { kind, isValid, ownForms, sharedForms, words } of rows) {
    for (const form of ownForms) add(form, { kind, isValid, words: undefined });
    const context = new ContextWords(words);
    for (const form of sharedForms) add(form, { kind, isValid, words: context });
  }
  return index;
}
