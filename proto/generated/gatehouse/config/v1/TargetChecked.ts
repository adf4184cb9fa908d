// Original file: proto/gatehouse/config/v1/config_service.proto


export interface TargetChecked {
  'checkId'?: (string);
  'verdict'?: (string);
  'status'?: (number);
  'totalMs'?: (number);
  'message'?: (string);
}

export interface TargetChecked__Output {
  'checkId': (string);
  'verdict': (string);
  'status': (number);
  'totalMs': (number);
  'message': (string);
}
