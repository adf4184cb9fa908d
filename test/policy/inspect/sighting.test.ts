import { expect, test } from '@jest/globals';
import type { InspectedText, PromptPart } from '../../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import {
  countIn,
  joinLooks,
  listPlaces,
  lookAt,
  nothingSeen,
} from '../../../policy/inspect/sighting.ts';

/*
 * Goal: what was seen says of each kind how often, in which part and where, never what.
 * Method: addresses in texts of several parts and places, looked at apart and joined.
 */

const inspector = inspectorOf(['personal_data']);
const mail = 'anna@corp.com';
const text = (part: PromptPart, position: number | undefined, content = mail): InspectedText => ({
  text: content,
  part,
  place: position === undefined ? undefined : { list: 'messages', position },
});

test('nothing is made where nothing is found', () => {
  expect(lookAt(inspector, [text('user', 0, 'hello')])).toBe(nothingSeen);
});

test('each part counts for itself, and offsets are those of the text', () => {
  const looked = lookAt(inspector, [text('user', 0, `to ${mail}`), text('system', 1)]);
  expect(countIn(looked, 'email', undefined)).toBe(2);
  expect(countIn(looked, 'email', ['system'])).toBe(1);
  expect(countIn(looked, 'card', undefined)).toBe(0);
  expect(looked.seen).toEqual([
    { kind: 'email', part: 'user', place: 'messages.0', start: 3, end: 3 + mail.length },
    { kind: 'email', part: 'system', place: 'messages.1', start: 0, end: mail.length },
  ]);
  expect(JSON.stringify(looked)).not.toContain(mail);
});

test('at most 32 places of a kind in a part are kept, whatever is counted', () => {
  const many = Array.from({ length: 50 }, (_, position) => text('user', position));
  const looked = lookAt(inspector, [...many, text('file', 50)]);
  expect([countIn(looked, 'email', ['user']), looked.seen.length]).toEqual([50, 33]);
  expect(listPlaces(looked.seen, 2)).toEqual(['messages.0', 'messages.1']);
});

test('of two looks the greater count stands, and what only the second saw at a place is added', () => {
  const apart = lookAt(inspector, [text('user', 0), text('user', 0), text('system', 1)]);
  const joined = lookAt(inspector, [text('user', 0), text('user', 2), text('user', undefined)]);
  const both = joinLooks(apart, joined);
  expect([countIn(both, 'email', ['user']), countIn(both, 'email', ['system'])]).toEqual([3, 1]);
  expect(both.seen.map(({ place }) => place)).toEqual([
    ...['messages.0', 'messages.0', 'messages.1', 'messages.2'],
  ]);
  expect(joinLooks(apart, nothingSeen)).toBe(apart);
  expect(joinLooks(nothingSeen, joined)).toBe(joined);
});
