// Original file: proto/gatehouse/config/v1/resources.proto


export interface TokenFact {
  'name'?: (string);
  'claim'?: (string);
  'type'?: (string);
}

export interface TokenFact__Output {
  'name': (string);
  'claim': (string);
  'type': (string);
}
