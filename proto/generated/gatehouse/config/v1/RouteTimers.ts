// Original file: proto/gatehouse/config/v1/resources.proto


export interface RouteTimers {
  'connectTimeoutMs'?: (number);
  'firstTokenTimeoutMs'?: (number);
  'idleTimeoutMs'?: (number);
  'totalTimeoutMs'?: (number);
}

export interface RouteTimers__Output {
  'connectTimeoutMs': (number);
  'firstTokenTimeoutMs': (number);
  'idleTimeoutMs': (number);
  'totalTimeoutMs': (number);
}
