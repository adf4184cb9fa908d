// Original file: proto/gatehouse/config/v1/resources.proto


export interface Application {
  'tenantId'?: (string);
  'name'?: (string);
  'team'?: (string);
  'environment'?: (string);
  'dataClass'?: (string);
  'rolloutStage'?: (string);
}

export interface Application__Output {
  'tenantId': (string);
  'name': (string);
  'team': (string);
  'environment': (string);
  'dataClass': (string);
  'rolloutStage': (string);
}
