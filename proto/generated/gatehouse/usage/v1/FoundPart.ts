// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface FoundPart {
  'part'?: (string);
  'count'?: (number);
}

export interface FoundPart__Output {
  'part': (string);
  'count': (number);
}
