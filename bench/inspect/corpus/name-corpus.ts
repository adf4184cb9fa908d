import { type Case, clean, place } from './case.ts';
import { Draw } from './draw.ts';

/** Given names and surnames that go together, by country. */
const people: readonly (readonly [given: readonly string[], surnames: readonly string[]])[] = [
  [
    ['Emily', 'James', 'Sarah', 'Oliver', 'Hannah', 'Kevin', 'Mary-Jane', 'Liam'],
    ['Clarke', "O'Neill", 'Whitmore', 'Ashdown', 'Patterson', 'Holloway', 'Lee', 'McAllister'],
  ],
  [
    ['Jürgen', 'Annegret', 'Björn', 'Käthe', 'Hans-Peter', 'Ulrike', 'Moritz', 'Sabine'],
    ['Schäfer', 'von Arnim', 'Groß', 'Niederhofer', 'Weiß', 'Kühnert', 'zu Guttenberg', 'Lohse'],
  ],
  [
    ['Élodie', 'Jean-Luc', 'François', 'Céline', 'Thierry', 'Amélie', 'Benoît', 'Noémie'],
    ['de Villiers', 'Lefèvre', 'Rochambeau', 'Garnier', 'Bellerose', 'du Plessis', 'Faucher'],
  ],
  [
    ['María', 'José', 'Begoña', 'Álvaro', 'Lucía', 'Joaquín', 'Raúl'],
    ['García López', 'Núñez', 'de la Vega', 'Ibáñez', 'Olmedo', 'Peña Ruiz', 'Castellanos'],
  ],
  [
    ['Giulia', 'Matteo', 'Francesca', 'Lorenzo', 'Beatrice', 'Luca'],
    ['Bianchi', 'Della Rovere', 'Esposito', "D'Angelo", 'Montanari', 'Ferri'],
  ],
  [
    ['Agnieszka', 'Krzysztof', 'Małgorzata', 'Paweł', 'Łukasz', 'Zofia'],
    ['Wójcik', 'Kamiński', 'Zawadzka', 'Brzezińska', 'Sikorski', 'Nowak'],
  ],
  [
    ['Astrid', 'Søren', 'Björn', 'Linnea', 'Kjell', 'Freja'],
    ['Lindqvist', 'Ødegaard', 'Bergström', 'Nygård', 'Hansen', 'Åkesson'],
  ],
  [
    ['Priya', 'Rahul', 'Ananya', 'Sanjay', 'Deepika', 'Vikram'],
    ['Iyer', 'Chatterjee', 'Deshpande', 'Patel', 'Krishnamurthy', 'Bose'],
  ],
  [
    ['Ayşe', 'Mehmet', 'Fatima', 'Khalid', 'Yusuf', 'Layla'],
    ['Yılmaz', 'Demirci', 'al Mansour', 'Haddad', 'Öztürk', 'bin Saleh'],
  ],
  [
    ['Chinedu', 'Ngozi', 'Kwame', 'Thabo', 'Wanjiru', 'Aminata'],
    ['Okafor', 'Mensah', 'Dlamini', 'Kariuki', 'Diallo', 'Adeyemi'],
  ],
];

/** Where people stand in what is sent; `@@` is the name. */
const templates: readonly string[] = [
  'Please call @@ before noon about the contract.',
  'Signed by @@, 3 March 2026.',
  '{"customer":"@@","city":"Lyon"}',
  'customer;city\n@@;Bonn\n',
  'From: @@ <noreply@corp.example>',
  'Die Akte von @@ liegt bei der Rechtsabteilung.',
  'Le dossier de @@ est incomplet.',
  'El expediente de @@ sigue abierto.',
  'patient: @@ (room 12)',
  '- @@ joined the meeting late',
  '2026-03-01 INFO user="@@" logged in',
  'Write a letter of recommendation for @@.',
  '| 17 | @@ | active |',
];

/** Titles, and surnames that need one; `@@` is the surname. */
const titled: readonly (readonly [template: string, names: readonly string[]])[] = [
  ['Dear Mr. @@, thank you for your letter.', ['Hargreaves', 'Osgood', 'Vandermeer']],
  ['Could Mrs @@ come at nine?', ['Thistlewood', 'Bickerstaff']],
  ['Herr Dr. @@ ist im Urlaub.', ['Obermaier', 'Kesselring']],
  ['Sehr geehrte Frau @@, anbei der Vertrag.', ['Zschoche', 'Hinrichsen']],
  ['Madame @@ a signé hier.', ['Vautrin', 'Delacourt']],
  ['La Sra. @@ llamó dos veces.', ['Urrutia', 'Belmonte']],
];

/** A surname first; `@@` is all of it. */
const turned: readonly string[] = ['Meier, Anna', 'García, Luis', 'Kowalski, Jan', 'Johnson, Ruth'];

/** Words that begin with capitals and name nobody. */
const strangers: readonly string[] = [
  'Please review the Quarterly Report for North America and send it to Human Resources.',
  'The Grace Period ends in May, and the Rose Garden opens in June.',
  'Mark Down the prices and Bill Monthly.',
  'We moved from New York to San Francisco, then to Paris and London Heathrow.',
  'class UserService extends BaseService implements OnModuleInit {}',
  'import { Anna } from "./anna"; const Peter = new PeterClient();',
  'Anna asked Peter whether Maria had called.',
  'Hi Anna, Thanks for the fast answer. Best Regards',
  'Open Visual Studio Code, click File and choose Save As.',
  'Victoria Station and Charlotte Airport were closed.',
  'Art Direction, Faith Based Groups and Hope Street',
  'Die Bundesrepublik Deutschland und das Land Baden-Württemberg',
  'Der Große Brockhaus liegt neben dem Duden Wörterbuch.',
  'Le Ministère de la Culture et la Ville de Lyon',
  'El Ministerio de Hacienda y la Comunidad de Madrid',
  'Monday Morning Meeting, Conference Room Blue',
  'Docker Compose, Google Cloud Platform, Apache Kafka, Amazon Web Services',
  'SELECT Name, City FROM Customer WHERE Country = "France"',
  'Will You Please Send The Form Today',
  'The Thomas Street Bridge and the State University Hospital are near.',
];

/** What the detector of names is tuned on. */
export function listNameCases(): readonly Case[] {
  const draw = new Draw(71);
  const cases: Case[] = [];
  for (const [given, surnames] of people)
    for (const template of templates)
      for (let round = 0; round < 6; round += 1) {
        const name = `${draw.pick(given)} ${draw.pick(surnames)}`;
        cases.push(place(template, 'person_name', name));
      }
  for (const [template, names] of titled)
    for (const name of names) cases.push(place(template, 'person_name', name));
  for (const name of turned)
    for (const template of templates) cases.push(place(template, 'person_name', name));
  return [...cases, ...strangers.map(clean)];
}
