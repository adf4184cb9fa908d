import type { PersonalKind } from '../../../policy/inspect/personal/personal-kind.ts';
import type { Draw } from './draw.ts';

/** What people call a value, in several languages. */
const names: Readonly<Record<PersonalKind, readonly string[]>> = {
  email: ['email', 'E-Mail', 'correo', 'courriel', 'contact', '邮箱'],
  phone: ['phone', 'Telefon', 'tel', 'mobile', 'téléphone', 'teléfono', 'cell phone', '电话'],
  card: ['credit card', 'card number', 'Kreditkarte', 'carte bancaire', 'tarjeta', 'PAN'],
  iban: ['IBAN', 'account', 'Konto', 'compte', 'cuenta'],
  ip_address: ['ip', 'client', 'remote address', 'X-Forwarded-For', 'login from'],
  date_of_birth: ['date of birth', 'DOB', 'born', 'Geburtsdatum', 'né le', 'fecha de nacimiento'],
  us_ssn: ['SSN', 'social security number', 'ssn'],
  de_tax_id: ['Steuer-ID', 'Steueridentifikationsnummer', 'IdNr', 'tax id'],
  fr_nir: ['numéro de sécurité sociale', 'NIR', 'sécu'],
  es_nif: ['DNI', 'NIF', 'NIE', 'documento'],
  it_codice_fiscale: ['codice fiscale', 'CF', 'tax code'],
  nl_bsn: ['BSN', 'burgerservicenummer', 'sofinummer'],
  be_nrn: ['rijksregisternummer', 'numéro de registre national', 'INSZ', 'NISS'],
  pl_pesel: ['PESEL', 'nr PESEL', 'numer PESEL'],
  pt_nif: ['NIF', 'contribuinte', 'número fiscal'],
  se_personnummer: ['personnummer', 'pnr'],
  fi_hetu: ['henkilötunnus', 'hetu', 'HETU'],
  no_fnr: ['fødselsnummer', 'fnr', 'personnummer'],
  ch_ahv: ['AHV-Nummer', 'AHV', 'numéro AVS'],
  uk_nhs_number: ['NHS number', 'NHS no', 'patient NHS'],
  uk_nino: ['National Insurance number', 'NINO', 'NI number'],
  br_cpf: ['CPF', 'cpf do titular', 'número do CPF'],
  br_cnpj: ['CNPJ', 'cnpj da empresa'],
  in_aadhaar: ['Aadhaar', 'aadhaar number', 'Aadhar no', 'UIDAI'],
  ca_sin: ['SIN', 'social insurance number', "numéro d'assurance sociale"],
  au_tfn: ['TFN', 'tax file number'],
  cn_id: ['身份证', 'ID card', '身份证号码'],
};

const snake = (name: string): string => name.toLowerCase().replace(/[^\p{L}]+/gu, '_');

/** Ways in which a named value stands in what people send; `@@` is the value. */
const surroundings: readonly ((name: string) => string)[] = [
  (name) => `${name}: @@`,
  (name) => `Please check whether ${name} @@ is in the list and answer in one sentence.`,
  (name) => `Hi, my ${name} is @@, can you fill in the form for me?`,
  (name) => `Meine ${name} lautet @@. Bitte prüfen.`,
  (name) => `Mon ${name} : @@ — merci de vérifier.`,
  (name) => `El ${name} es @@ y el trámite sigue abierto.`,
  (name) => `{"id":17,"${snake(name)}":"@@","active":true}`,
  (name) => `{\n  "person": {\n    "${snake(name)}": "@@"\n  }\n}`,
  (name) => `const ${snake(name)} = '@@';`,
  (name) => `2026-03-01T10:00:00Z INFO user=42 ${snake(name)}=@@ status=ok`,
  (name) => `id,${snake(name)},active\n1,@@,yes\n`,
  (name) => `name;${name};city\nAnna;@@;Bonn\n`,
  (name) => `| ${name} | @@ |`,
  (name) => `<${snake(name)}>@@</${snake(name)}>`,
  (name) => `UPDATE person SET ${snake(name)} = '@@' WHERE id = 9;`,
  (name) => `(${name} @@)`,
];

/** A text for a value of the kind, with a word that says what it is. */
export function drawPlace(draw: Draw, kind: PersonalKind): string {
  return draw.pick(surroundings)(draw.pick(names[kind]));
}
