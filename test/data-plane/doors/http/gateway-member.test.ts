import { expect, test } from '@jest/globals';
import {
  addGateway,
  renderExplainComment,
} from '../../../../data-plane/doors/http/gateway-member.ts';
import type { Explanation } from '../../../../data-plane/explanation.ts';

const explanation: Explanation = {
  requestId: '1',
  outcome: 'refused',
  errorCode: 'unknown_route',
  errorMessage: 'Line\nbreak }',
  operation: '',
  stream: false,
  workload: '',
  requestedRoute: '',
  route: '',
  reroutedBy: '',
  rule: '',
  constraints: [],
  candidates: [],
  attempts: [],
  findings: [],
  inspection: [],
  limits: [],
  estimatedInputTokens: 0,
  epoch: '1',
  revision: '2',
  costNanoUsd: '0',
  totalMs: 0,
  firstTokenMs: 0,
};
const written =
  '{"requestId":"1","outcome":"refused","errorCode":"unknown_route","errorMessage":"Line\\nbreak }","stream":false,' +
  '"constraints":[],"candidates":[],"attempts":[],"findings":[],"inspection":[],"limits":[],"estimatedInputTokens":0,"epoch":"1","revision":"2",' +
  '"costNanoUsd":"0","totalMs":0,"firstTokenMs":0}';

test.each([
  ['a plain object', '{"a":1}', '{"a":1', '}'],
  ['braces in texts', '{"a":"}{","b":{}}', '{"a":"}{","b":{}', '}'],
  ['white space behind it', '{ "a": 1e400 \n}\r\n ', '{ "a": 1e400 \n', '}\r\n '],
  ['characters of several bytes', '{"ä":"😀"}', '{"ä":"😀"', '}'],
  ['the word in a text', '{"a":"\\"gateway\\":"}', '{"a":"\\"gateway\\":"', '}'],
  ['the word as a member of a member', '{"a":{"gateway":1}}', '{"a":{"gateway":1}', '}'],
])('bytes stay as they are around the member: %s', (_, body, before, after) => {
  expect(addGateway(Buffer.from(body), explanation).toString()).toBe(
    `${before},"gateway":${written}${after}`,
  );
});

test('another member of that name is left out', () => {
  const body = Buffer.from('{ "gateway": {"planted": 1}, "a": "ä" }');
  expect(addGateway(body, explanation).toString()).toBe(`{"a":"ä","gateway":${written}}`);
});

test('a comment is one line', () => {
  expect(renderExplainComment(explanation)).toBe(`: x-gatehouse-explain: ${written}\n\n`);
});
