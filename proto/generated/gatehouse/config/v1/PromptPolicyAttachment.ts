// Original file: proto/gatehouse/config/v1/resources.proto


export interface PromptPolicyAttachment {
  'everywhere'?: (boolean);
  'applicationIds'?: (string)[];
  'workloads'?: (string)[];
}

export interface PromptPolicyAttachment__Output {
  'everywhere': (boolean);
  'applicationIds': (string)[];
  'workloads': (string)[];
}
