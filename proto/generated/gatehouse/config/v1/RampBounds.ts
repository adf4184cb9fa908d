// Original file: proto/gatehouse/config/v1/resources.proto


export interface RampBounds {
  'windowMs'?: (number);
  'attemptsMin'?: (number);
  'failurePermilleMax'?: (number);
  'firstTokenMsMax'?: (number);
  'firstTokenPercentMax'?: (number);
  'totalMsMax'?: (number);
  'totalPercentMax'?: (number);
}

export interface RampBounds__Output {
  'windowMs': (number);
  'attemptsMin': (number);
  'failurePermilleMax': (number);
  'firstTokenMsMax': (number);
  'firstTokenPercentMax': (number);
  'totalMsMax': (number);
  'totalPercentMax': (number);
}
