// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface FoundKind {
  'kind'?: (string);
  'count'?: (number);
  'part'?: (string);
}

export interface FoundKind__Output {
  'kind': (string);
  'count': (number);
  'part': (string);
}
