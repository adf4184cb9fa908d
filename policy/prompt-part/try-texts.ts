import {
  type InspectedText,
  type PromptPart,
  promptParts,
  type TextPlace,
} from '../inspect/inspected-text.ts';
import { inspectorOf } from '../inspect/inspector.ts';
import type { PromptAction, PromptRule } from '../inspect/prompt-rule.ts';
import { joinLooks, lookAt, type Sightings } from '../inspect/sighting.ts';
import {
  type CompiledPromptPolicy,
  compilePromptPolicy,
  isActedOn,
  type PromptFinding,
  type PromptVerdict,
} from '../prompt-policy.ts';
import type { PromptPolicy } from '../resource.ts';
import { Placeholders } from './placeholders.ts';
import { leftOf, redactedKinds, restoredKinds } from './policies-of-call.ts';
import { redactArguments, redactorOf } from './redactor.ts';
import { type RuleRefusal, writeRefusal } from './refusal-sentence.ts';
import type { ExceptedCall } from './rule-exception.ts';

/** A text of a call, as if each were a message: its place is `messages.` and its position. */
export interface TriedText {
  readonly text: string;
  readonly part: PromptPart;
}

/** Why a rule has not looked. */
export type NotRunReason =
  /** It is about replies. */
  | 'direction'
  /** No text is of a part that it is about. */
  | 'parts'
  /** It asks a detector that runs elsewhere: nobody is asked. */
  | 'outside';

export interface TriedRule {
  readonly name: string;
  /** Undefined when it has looked. */
  readonly notRun: NotRunReason | undefined;
  /** Whether it found enough to hold, exceptions aside. */
  readonly holds: boolean;
}

/** What a policy makes of texts. */
export interface TextTrial {
  /** The strictest of all rules; undefined when nothing follows. */
  readonly action: PromptAction | undefined;
  /** Name of the rule that decides it. */
  readonly rule: string | undefined;
  /** Route that takes the call when the action is reroute. */
  readonly routeId: string | undefined;
  /** What the caller reads when the action is block. */
  readonly message: string | undefined;
  /** The texts as they would go on; undefined when they would not. */
  readonly texts: readonly string[] | undefined;
  readonly findings: readonly PromptFinding[];
  readonly rules: readonly TriedRule[];
}

/** Where nodes can take something out. */
const redactable: ReadonlySet<PromptPart> = new Set(
  promptParts.filter((part) => !['tool_definition', 'file', 'option'].includes(part)),
);
/** Of whom texts that follow one another are read as one too, as by the models. */
const speakers: ReadonlySet<PromptPart> = new Set(['system', 'user', 'assistant']);

/** Judges texts by one policy as a node judges a call by it, and takes out what it would take out. */
export function tryTexts(
  policy: PromptPolicy,
  tried: readonly TriedText[],
  call: ExceptedCall,
): TextTrial {
  const compiled = compilePromptPolicy(policy);
  const sightings = look(compiled, tried);
  const verdict = compiled.judge(sightings, call.applicationId, call.atMs);
  const { findings } = verdict;
  const holding = new Set(findings.flatMap((one) => (one.exception === undefined ? one.rule : [])));
  const rules = policy.rules.map((rule): TriedRule => {
    const notRun = findNotRun(rule, tried);
    return { name: rule.name, notRun, holds: notRun === undefined && holding.has(rule.name) };
  });
  const told = { findings, rules, routeId: undefined, message: undefined };
  const given = tried.map(({ text }) => text);
  switch (verdict.action) {
    case 'block':
      return { ...told, ...refuse(compiled, { ...verdict, isLeft: false }) };
    case 'reroute': {
      const { action, rule, routeId } = verdict;
      return { ...told, action, rule, routeId, texts: given };
    }
    case 'redact':
      return { ...told, ...redact(compiled, tried, verdict) };
    case 'allow': {
      const flagged = findings.find(isActedOn);
      return { ...told, action: flagged?.action, rule: flagged?.rule, texts: given };
    }
  }
}

function look({ looks }: CompiledPromptPolicy, tried: readonly TriedText[]): Sightings {
  const inspector = inspectorOf(looks);
  const texts = tried.map((one, position): InspectedText => ({ ...one, place: placeOf(position) }));
  return joinLooks(lookAt(inspector, texts), lookAt(inspector, joinSpeeches(tried)));
}

/** What one speaker says in several texts that follow one another; all that the system says. */
function joinSpeeches(tried: readonly TriedText[]): readonly InspectedText[] {
  const speeches = new Map<PromptPart, Speech[]>([['system', [{ pieces: [], places: [] }]]]);
  let former: PromptPart | undefined;
  for (const [position, { text, part }] of tried.entries()) {
    if (!speakers.has(part)) {
      former = undefined;
      continue;
    }
    const ofPart = speeches.get(part) ?? [];
    if (part !== 'system' && part !== former) ofPart.push({ pieces: [], places: [] });
    ofPart.at(-1)?.pieces.push(text);
    ofPart.at(-1)?.places.push(placeOf(position));
    speeches.set(part, ofPart);
    if (part !== 'system') former = part;
  }
  return [...speeches].flatMap(([part, ofPart]) =>
    ofPart
      .filter(({ pieces }) => pieces.length > 1)
      .map((speech) => ({ ...speech, text: speech.pieces.join(''), part, place: undefined })),
  );
}

interface Speech {
  readonly pieces: string[];
  readonly places: TextPlace[];
}

function placeOf(position: number): TextPlace {
  return { list: 'messages', position };
}

function redact(
  compiled: CompiledPromptPolicy,
  tried: readonly TriedText[],
  verdict: Extract<PromptVerdict, { action: 'redact' }>,
): Pick<TextTrial, 'action' | 'rule' | 'message' | 'texts'> {
  const judged = [{ policy: compiled, verdict }];
  const kinds = { taken: redactedKinds(judged), restored: restoredKinds(judged) };
  const written = () => tried.flatMap(({ text, part }) => (part === 'assistant' ? [] : text));
  const takeOut = redactorOf(inspectorOf(compiled.looks), kinds, new Placeholders(written));
  const redacted = tried.map(({ text, part }): TriedText => {
    if (!redactable.has(part)) return { text, part };
    const isJson = part === 'tool_arguments';
    return { text: isJson ? redactArguments(text, takeOut) : takeOut(text, part), part };
  });
  const left = look(compiled, redacted);
  const findings = verdict.findings.flatMap((finding) => leftOf(finding, left));
  const [first] = findings;
  if (first !== undefined) return refuse(compiled, { rule: first.rule, findings, isLeft: true });
  const { action, rule } = verdict;
  return { action, rule, message: undefined, texts: redacted.map(({ text }) => text) };
}

function refuse(compiled: CompiledPromptPolicy, refusal: RuleRefusal) {
  const message = writeRefusal(compiled, refusal);
  return { action: 'block', rule: refusal.rule, message, texts: undefined } as const;
}

function findNotRun(
  { detector, direction, parts }: PromptRule,
  tried: readonly TriedText[],
): NotRunReason | undefined {
  if (direction === 'output') return 'direction';
  if (parts !== undefined && !tried.some(({ part }) => parts.includes(part))) return 'parts';
  return detector === 'outside' ? 'outside' : undefined;
}
