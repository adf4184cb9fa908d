import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  alwaysHolds,
  CONDITION_LIMITS,
  ConditionError,
  type ConditionScope,
  compileCondition,
} from '../../policy/condition.ts';
import { prepareCandidate, prepareFacts } from '../../policy/condition-fact.ts';
import type { CandidateFacts } from '../../policy/fact.ts';
import { sampleFacts } from './sample.ts';

const candidateFacts: CandidateFacts = {
  target: { name: 'gpt-eu', region: 'eu-west', capabilities: ['chat', 'tools'] },
  model: { aliases: ['older'], name: 'gpt' },
  provider: { name: 'openai-eu', dataTerms: ['no_training', 'zero_retention'] },
};
const facts = prepareFacts(sampleFacts);
const candidate = prepareCandidate(candidateFacts);
const holds = (source: string): boolean => compileCondition(source, 'candidate')(facts, candidate);

function errorOf(work: () => unknown): ConditionError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof ConditionError) return thrown;
    throw thrown;
  }
  throw new Error('no ConditionError was thrown');
}
const compileError = (source: string, scope: ConditionScope = 'request'): ConditionError =>
  errorOf(() => compileCondition(source, scope));

/** CEL literal of a fact, and its path. */
function listLeaves(record: object, path: string): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
    const at = path === '' ? name : `${path}.${name}`;
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? listLeaves(value, at) : [[at, value]];
  });
}

describe('every fact has its name and type', () => {
  const leaves = [...listLeaves(sampleFacts, ''), ...listLeaves(candidateFacts, '')];
  test.each(leaves)('%s', (path, value) => {
    expect(holds(`${path} == ${JSON.stringify(value)}`)).toBe(true);
  });
});

describe('conditions that hold', () => {
  test.each([
    'application.dataClass == "restricted" && !(workload == "batch")',
    'request.inputTokens < 8000 || request.maxOutputTokens > 1',
    'request.stream && request.jsonSchema && !request.tools',
    'application.environment in ["staging", "production"]',
    'key.attributes["tier"] == "gold" && key.attributes.region == node.region',
    'has(key.attributes.tier) && !has(key.attributes.other)',
    '"customer" in claimed && size(claimed.customer) == 4',
    'claimed.customer.startsWith("c-") && claimed.customer.endsWith("17")',
    'application.name.lowerAscii().contains("bot")',
    'time.hour >= 9 && time.hour < 17 && time.weekday <= 5 && time.unixMs > 1700000000000',
    'target.capabilities.exists(c, c == "tools")',
    'provider.dataTerms.all(term, term != "retention_30_days")',
    '["zero_retention", "no_training"].exists_one(t, t == "zero_retention")',
    'int("12") == 12 && string(time.hour) == "14"',
    'application.name.matchesLinear("^support-[a-z]+$")',
    '(request.tools ? "a" : "b") == "b"',
  ])('%s', (source) => {
    expect(holds(source)).toBe(true);
    expect(holds(`!(${source})`)).toBe(false);
  });
});

describe('facts of a token are of the types that its issuer says', () => {
  const token = { team: 'care', level: 3n, score: 2.5, staff: true, roles: ['admin', 'dev'] };
  const withToken = prepareFacts({ ...sampleFacts, token });
  test.each([
    'token.team == "care" && token["team"].startsWith("ca")',
    'token.level >= 3 && token.level + 1 == 4 && token.level < 3.5',
    'token.score > 2.4 && token.score < 3.0',
    'token.staff == true && !(token.staff == false)',
    '"admin" in token.roles && token.roles.exists(r, r == "dev") && size(token.roles) == 2',
    'has(token.team) && !has(token.other) && !("constructor" in token)',
    'string(token.team).matchesLinear("^c.r")',
  ])('%s', (source) => {
    expect(compileCondition(source, 'request')(withToken)).toBe(true);
  });

  test('a fact that is not there, or of another type, fails, and so does one of a caller with a key', () => {
    for (const source of ['token.other == "x"', 'token.level.startsWith("3")']) {
      const condition = compileCondition(source, 'request');
      expect(() => condition(withToken)).toThrow(ConditionError);
      expect(() => condition(facts)).toThrow(ConditionError);
    }
    expect(compileError('token.staff').message).toMatch(/bool, not 'dyn'/);
    expect(compileError('token.team.matchesLinear("x")').message).toMatch(/string/);
  });
});

test.each(['', '  ', '\n\t'])('an empty condition %j always holds, without any facts', (source) => {
  expect(compileCondition(source, 'request')).toBe(alwaysHolds);
  expect(compileCondition(source, 'candidate')).toBe(alwaysHolds);
});

describe('conditions that do not compile say where', () => {
  test.each([
    ['1 +', 1, 4, /EOF/],
    ['workload = "chat"', 1, 10, /Unexpected/],
    ['tenant.nme == "acme"', 1, 8, /nme/],
    ['workload == 1', 1, 1, /string == int/],
    ['true &&\n  worklod == "chat"', 2, 3, /worklod/],
    ['true &&\n\n tenant.id ==\n  tenant.plan', 4, 10, /plan/],
    ['request.inputTokens', 1, 1, /bool, not 'int'/],
    ['"always"', 1, 1, /bool, not 'string'/],
    ['target.name == "x"', 1, 1, /Unknown variable: target/],
    ['nobody(1)', 1, 1, /nobody/],
    ['workload.matchesLinear("(")', 1, 24, /RE2/],
    ['workload.matchesLinear(tenant.id)', 1, 31, /literal/],
    ['request.matchesLinear("a")', 1, 1, /string/],
    ['workload.matchesLinear()', 1, 1, /matchesLinear/],
  ])('%j at %i:%i', (source, line, column, message) => {
    const error = compileError(source);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect({ line: error.line, column: error.column }).toEqual({ line, column });
  });
});

describe('what could cost more than the text of the condition is no part of the language', () => {
  test.each([
    ['workload.matches("(a+)+$")', /use matchesLinear/],
    ['true || workload.matches("a")', /use matchesLinear/],
    ['[workload].exists(w, w.matches("a"))', /use matchesLinear/],
    ['(workload.matches("a") ? 1 : 2) == 1', /use matchesLinear/],
    ['{"a": true}["a"]', /map literals/],
    ['cel.bind(x, "a", x + x) == "aa"', /bind/],
    ['size(workload.split("")) > 1', /split/],
    ['size([1].map(x, x)) == 1', /map\(\)/],
    ['dyn(1) == 1', /dyn/],
    ['[1].all(x, [2].all(y, x < y))', /nested/],
    ['timestamp("2025-01-01T00:00:00Z") == timestamp("2025-01-01T00:00:00Z")', /timestamp/],
  ])('%s', (source, message) => {
    expect(compileError(source).message).toMatch(message);
  });

  test.each([
    ['length', `true${' '.repeat(CONDITION_LIMITS.sourceCharsMax)}`],
    ['nodes', Array.from({ length: 200 }, () => '!true').join('||')],
    ['depth', `${'('.repeat(CONDITION_LIMITS.depthMax + 1)}true${')'.repeat(33)}`],
    ['list', `1 in [${'1,'.repeat(CONDITION_LIMITS.listElementsMax)}1]`],
    ['pattern length', `workload.matchesLinear("${'a'.repeat(257)}")`],
    ['pattern states', 'workload.matchesLinear("((a{0,30}){0,30}b){0,1}")'],
  ])('beyond the bound of %s', (_, source) => {
    expect(compileError(source)).toBeInstanceOf(ConditionError);
  });
});

test('a pattern that stops a backtracking engine is matched in linear time', () => {
  const condition = compileCondition('claimed.text.matchesLinear("^(a+)+$")', 'request');
  const claimed = { text: `${'a'.repeat(20_000)}!` };
  expect(condition(prepareFacts({ ...sampleFacts, claimed }))).toBe(false);
});

describe('failures at run time are ConditionErrors with a place', () => {
  test.each([
    ['key.attributes.missing == "x"', 16],
    ['claimed["none"] == "x"', 1],
    ['1 / (time.hour - 14) == 1', 1],
    ['int(workload) == 1', 1],
    ['tenant[workload] == "x"', 1],
  ])('%s', (source, column) => {
    const condition = compileCondition(source, 'request');
    const error = errorOf(() => condition(facts));
    expect({ line: error.line, column: error.column }).toEqual({ line: 1, column });
  });

  test('names of the prototype are no facts', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const condition = compileCondition(`claimed["${name}"] == "x"`, 'request');
      expect(() => condition(facts)).toThrow(ConditionError);
    }
  });

  test('a condition on candidates without one', () => {
    expect(() => compileCondition('model.name == "gpt"', 'candidate')(facts)).toThrow(
      ConditionError,
    );
  });
});

test('one compiled condition serves many requests, one after the other', () => {
  const condition = compileCondition('claimed.exists(name, name == workload)', 'request');
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (workload, names) => {
      const claimed = Object.fromEntries(names.map((name) => [name, '']));
      const prepared = prepareFacts({ ...sampleFacts, workload, claimed });
      expect(condition(prepared)).toBe(Object.hasOwn(claimed, workload));
    }),
  );
});

test('any text compiles or throws a ConditionError within its lines', () => {
  const fragment = fc.constantFrom(
    ...['workload', ' == ', '"a"', '1', '(', ')', '[', ']', '\n', '&&', '.', 'has', '!', '?', ':'],
    ...['matches', 'exists', ',', '{', '}', 'tenant', '-', 'true', '\\', "'", '"""', 'b"', '0x'],
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
      const source = fragments.join('');
      try {
        compileCondition(source, 'request');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ConditionError);
        if (!(thrown instanceof ConditionError)) return;
        expect(thrown.line).toBeLessThanOrEqual(source.split('\n').length);
        expect(thrown.column).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 2000 },
  );
});
