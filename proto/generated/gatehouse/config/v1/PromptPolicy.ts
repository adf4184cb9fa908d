// Original file: proto/gatehouse/config/v1/resources.proto

import type { PromptRule as _gatehouse_config_v1_PromptRule, PromptRule__Output as _gatehouse_config_v1_PromptRule__Output } from '../../../gatehouse/config/v1/PromptRule.ts';
import type { PromptPolicyAttachment as _gatehouse_config_v1_PromptPolicyAttachment, PromptPolicyAttachment__Output as _gatehouse_config_v1_PromptPolicyAttachment__Output } from '../../../gatehouse/config/v1/PromptPolicyAttachment.ts';

export interface PromptPolicy {
  'tenantId'?: (string);
  'name'?: (string);
  'rules'?: (_gatehouse_config_v1_PromptRule)[];
  'appliesTo'?: (_gatehouse_config_v1_PromptPolicyAttachment | null);
  'format'?: (number);
}

export interface PromptPolicy__Output {
  'tenantId': (string);
  'name': (string);
  'rules': (_gatehouse_config_v1_PromptRule__Output)[];
  'appliesTo': (_gatehouse_config_v1_PromptPolicyAttachment__Output | null);
  'format': (number);
}
