import { createHash } from 'node:crypto';
import type { FindingKind } from '../detector.ts';
import type { DetectorName } from '../detector-name.ts';
import { unscored } from '../outside/outside-kind.ts';
import type { PromptRule } from '../prompt-rule.ts';
import { type DetectorSettings, normaliseSettings } from './detector-settings.ts';

/** What looks at a call: a detector by what it knows, or one by the settings of a rule. */
export type Look = DetectorName | ConfiguredLook;

/** A detector with settings. Looks with equal settings have equal names. */
export interface ConfiguredLook {
  readonly detector: DetectorName;
  readonly settings: DetectorSettings;
  /** What its kinds end in: `#` and a digest of detector and settings. */
  readonly tag: string;
}

/** 96 bits: nobody finds two settings that have the same. */
const tagChars = 16;
const none: readonly Look[] = [];

/**
 * Looks that a rule judges by. That of `language` and most of `internal_host` are the same for all rules, whatever they set.
 */
export function looksOf({
  detector,
  settings,
}: Pick<PromptRule, 'detector' | 'settings'>): readonly Look[] {
  switch (detector) {
    case 'denied_words':
    case 'pattern':
    case 'size':
      return settings === undefined ? none : [configure(detector, settings)];
    case 'internal_host':
      return settings?.hostSuffixes === undefined
        ? [detector]
        : [detector, configure(detector, settings)];
    case 'outside':
      return none;
    default:
      return [detector];
  }
}

/** The name by which records tell that it has looked. */
export function nameOf(look: Look): string {
  return typeof look === 'string' ? look : look.detector + look.tag;
}

/** The word of the detector, one that runs elsewhere among them, or of the author of its settings. */
export function plainKind(kind: FindingKind): string {
  if (kind.startsWith('outside/')) return unscored(kind).slice(kind.lastIndexOf('/') + 1);
  const end = kind.indexOf('#');
  return end === -1 ? kind : kind.slice(0, end);
}

/** Each once, by name. */
export function uniteLooks(looks: Iterable<Look>): readonly Look[] {
  const byName = new Map<string, Look>();
  for (const look of looks) {
    const name = nameOf(look);
    if (!byName.has(name)) byName.set(name, look);
  }
  return [...byName].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, look]) => look);
}

/** Whether one of that name is among them. */
export function hasLooked(looks: readonly Look[], look: Look): boolean {
  if (typeof look === 'string') return looks.includes(look);
  return looks.some(
    (one) => typeof one !== 'string' && one.tag === look.tag && one.detector === look.detector,
  );
}

function configure(detector: DetectorName, given: DetectorSettings): ConfiguredLook {
  const settings = normaliseSettings(given) ?? {};
  const digest = createHash('sha256').update(JSON.stringify([detector, settings]));
  return { detector, settings, tag: `#${digest.digest('base64url').slice(0, tagChars)}` };
}
