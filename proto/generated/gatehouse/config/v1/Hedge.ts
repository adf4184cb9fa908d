// Original file: proto/gatehouse/config/v1/resources.proto


export interface Hedge {
  'afterPercentile'?: (number);
  'floorMs'?: (number);
  'extraCallsPercentMax'?: (number);
}

export interface Hedge__Output {
  'afterPercentile': (number);
  'floorMs': (number);
  'extraCallsPercentMax': (number);
}
