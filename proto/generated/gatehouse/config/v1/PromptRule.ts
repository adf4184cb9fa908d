// Original file: proto/gatehouse/config/v1/resources.proto

import type { DetectorSettings as _gatehouse_config_v1_DetectorSettings, DetectorSettings__Output as _gatehouse_config_v1_DetectorSettings__Output } from '../../../gatehouse/config/v1/DetectorSettings.ts';
import type { RuleException as _gatehouse_config_v1_RuleException, RuleException__Output as _gatehouse_config_v1_RuleException__Output } from '../../../gatehouse/config/v1/RuleException.ts';

export interface PromptRule {
  'name'?: (string);
  'detector'?: (string);
  'action'?: (string);
  'rerouteRouteId'?: (string);
  'kinds'?: (string)[];
  'minCount'?: (number);
  'mode'?: (string);
  'message'?: (string);
  'contact'?: (string);
  'direction'?: (string);
  'parts'?: (string)[];
  'onFailure'?: (string);
  'timeoutMs'?: (number);
  'outsideDetectorId'?: (string);
  'settings'?: (_gatehouse_config_v1_DetectorSettings | null);
  'exceptions'?: (_gatehouse_config_v1_RuleException)[];
  'restore'?: (boolean);
  'minScore'?: (number | string);
}

export interface PromptRule__Output {
  'name': (string);
  'detector': (string);
  'action': (string);
  'rerouteRouteId': (string);
  'kinds': (string)[];
  'minCount': (number);
  'mode': (string);
  'message': (string);
  'contact': (string);
  'direction': (string);
  'parts': (string)[];
  'onFailure': (string);
  'timeoutMs': (number);
  'outsideDetectorId': (string);
  'settings': (_gatehouse_config_v1_DetectorSettings__Output | null);
  'exceptions': (_gatehouse_config_v1_RuleException__Output)[];
  'restore': (boolean);
  'minScore': (number);
}
