// Original file: proto/gatehouse/config/v1/resources.proto


export interface Model {
  'name'?: (string);
  'capabilities'?: (string)[];
  'contextWindowTokens'?: (number);
  'outputTokensMax'?: (number);
  'aliases'?: (string)[];
}

export interface Model__Output {
  'name': (string);
  'capabilities': (string)[];
  'contextWindowTokens': (number);
  'outputTokensMax': (number);
  'aliases': (string)[];
}
