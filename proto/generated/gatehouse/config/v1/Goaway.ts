// Original file: proto/gatehouse/config/v1/config_service.proto


export interface Goaway {
  'graceMs'?: (number);
  'reason'?: (string);
}

export interface Goaway__Output {
  'graceMs': (number);
  'reason': (string);
}
