// Original file: proto/gatehouse/config/v1/resources.proto

import type { WordList as _gatehouse_config_v1_WordList, WordList__Output as _gatehouse_config_v1_WordList__Output } from '../../../gatehouse/config/v1/WordList.ts';
import type { NamedPattern as _gatehouse_config_v1_NamedPattern, NamedPattern__Output as _gatehouse_config_v1_NamedPattern__Output } from '../../../gatehouse/config/v1/NamedPattern.ts';
import type { SizeLimits as _gatehouse_config_v1_SizeLimits, SizeLimits__Output as _gatehouse_config_v1_SizeLimits__Output } from '../../../gatehouse/config/v1/SizeLimits.ts';

export interface DetectorSettings {
  'wordLists'?: (_gatehouse_config_v1_WordList)[];
  'patterns'?: (_gatehouse_config_v1_NamedPattern)[];
  'hostSuffixes'?: (string)[];
  'languages'?: (string)[];
  'limits'?: (_gatehouse_config_v1_SizeLimits | null);
}

export interface DetectorSettings__Output {
  'wordLists': (_gatehouse_config_v1_WordList__Output)[];
  'patterns': (_gatehouse_config_v1_NamedPattern__Output)[];
  'hostSuffixes': (string)[];
  'languages': (string)[];
  'limits': (_gatehouse_config_v1_SizeLimits__Output | null);
}
