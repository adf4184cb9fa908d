// Original file: proto/gatehouse/config/v1/resources.proto


export interface TokenKey {
  'keyId'?: (string);
  'algorithm'?: (string);
  'spki'?: (string);
}

export interface TokenKey__Output {
  'keyId': (string);
  'algorithm': (string);
  'spki': (string);
}
