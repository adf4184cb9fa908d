import { type Case, told } from '../case.ts';
import { programs } from './program-text.ts';

const surroundings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `Why does this not work?\n\n${text}\n\nThe log says nothing.`,
  (text) => `Please review:\n\`\`\`\n${text}\n\`\`\``,
  (text) => JSON.stringify({ content: text }),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replace(/^/gm, '> '),
];

const heads: readonly (readonly [text: string, kind: string])[] = [
  ['// Copyright (c) 2024 Example Corp. All rights reserved.', 'copyright_notice'],
  ['/* Copyright 2019-2026 The Example Authors */', 'copyright_notice'],
  ['© 2025 Muster GmbH', 'copyright_notice'],
  ['# Copyright © Example Inc.', 'copyright_notice'],
  ['(c) 2021 J. Doe', 'copyright_notice'],
  ['// SPDX-License-Identifier: Apache-2.0', 'spdx_license'],
  ['# SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note', 'spdx_license'],
  ['CONFIDENTIAL AND PROPRIETARY', 'confidential_marking'],
  ['Confidential - Do Not Forward', 'confidential_marking'],
  ['ACME INTERNAL USE ONLY', 'confidential_marking'],
  ['STRICTLY CONFIDENTIAL', 'confidential_marking'],
  ['Streng vertraulich', 'confidential_marking'],
  ['Nur für den internen Gebrauch', 'confidential_marking'],
  ['DIFFUSION RESTREINTE', 'confidential_marking'],
];

/** Texts that are no programs, and have words and signs of them. */
const harmless: readonly string[] = [
  'Please import the goods from Norway, then return the form to us.',
  'If you select the best from the list, update the table and set the date.',
  'Let me know if the function of the class is clear. For each in the group, print a name tag.',
  'From time to time we use new rules: try this, then that; except on Mondays.',
  '- package the parts\n- use the box\n- export the list\n- let it rest\n- end',
  'name: planner\nreplicas: 3\nimage: registry/planner:1.2\nports:\n  - 8080\n',
  '{"const":"x","function":{"name":"get","parameters":{"type":"object"}}}',
  'id,name,count\n1,anna,3\n2,bob,4\n',
  '2026-03-01T10:00:00Z INFO planner ready in 42 ms\n2026-03-01T10:00:01Z WARN busy; retry\n',
  '# Heading\n\nSome text with `const x = 1` inline and a [link](https://a.org).\n\n* one\n* two\n',
  'def. of terms: class A means first; class B means second.',
  'The copyright of the book is with its author. We keep it confidential.',
  'All information is confidential and must not be shared. It is for internal use.',
  'My copyright question: who owns a photo?',
  'BEGIN:VCARD\nFN:Anna\nEND:VCARD\n',
  'Dear all,\n\nplease find the minutes attached; let us meet at 10.\n\nfor the team,\nAnna\n',
  'Ingredients:\n2 eggs;\n100 g flour;\n1 l milk;\nStir; let rest; bake.\n',
  'SELECT committee members from each region; group by age, order by name.',
  'git is a tool. docker too. Echo and narcissus are a myth.',
  'Traceback (most recent call last):\nValueError: bad value\n',
];

/** What the detector of source code is tuned on. */
export function listSourceCases(): readonly Case[] {
  return [
    ...programs.flatMap(([kind, text]) => surroundings.map((set) => told(set(text), [kind]))),
    ...heads.flatMap(([text, kind]) => [
      told(text, [kind]),
      told(`Look at this file:\n${text}\n\nand tell me more.`, [kind]),
    ]),
    ...harmless.flatMap((text) => [told(text, []), told(`${text}\n\n${text}`, [])]),
  ];
}
