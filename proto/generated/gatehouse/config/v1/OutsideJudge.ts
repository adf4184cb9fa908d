// Original file: proto/gatehouse/config/v1/resources.proto


export interface OutsideJudge {
  'routeId'?: (string);
  'instruction'?: (string);
  'callsPerMinuteMax'?: (number);
  'outputTokensMax'?: (number);
}

export interface OutsideJudge__Output {
  'routeId': (string);
  'instruction': (string);
  'callsPerMinuteMax': (number);
  'outputTokensMax': (number);
}
