// Original file: proto/gatehouse/config/v1/config_service.proto


export interface TargetCheck {
  'checkId'?: (string);
  'targetId'?: (string);
  'timeoutMs'?: (number);
}

export interface TargetCheck__Output {
  'checkId': (string);
  'targetId': (string);
  'timeoutMs': (number);
}
