// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface FoundPlace {
  'place'?: (string);
  'part'?: (string);
  'start'?: (number);
  'end'?: (number);
  'fingerprint'?: (string);
}

export interface FoundPlace__Output {
  'place': (string);
  'part': (string);
  'start': (number);
  'end': (number);
  'fingerprint': (string);
}
