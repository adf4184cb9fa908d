import type { DetectorName } from '../prompt-rule.ts';
import type { DetectorSettings } from './detector-settings.ts';

/** What belongs to one detector. */
export type SettingGroup = keyof DetectorSettings;

/** What a detector may be told, and whether it must; the others are told nothing. */
export const settingGroups: Readonly<
  Partial<
    Record<DetectorName, { readonly group: SettingGroup; readonly required: boolean } | undefined>
  >
> = {
  denied_words: { group: 'wordLists', required: true },
  pattern: { group: 'patterns', required: true },
  internal_host: { group: 'hostSuffixes', required: false },
  language: { group: 'languages', required: true },
  size: { group: 'limits', required: true },
};

export function isSet(settings: DetectorSettings, group: SettingGroup): boolean {
  const value = settings[group];
  if (value === undefined) return false;
  return Array.isArray(value)
    ? value.length > 0
    : Object.values(value).some((one) => one !== undefined);
}

/** Whether the detector of that name cannot look for anything. */
export function lacksSettings(detector: string, settings: DetectorSettings = {}): boolean {
  const own = settingGroups[detector as DetectorName];
  return own?.required === true && !isSet(settings, own.group);
}
