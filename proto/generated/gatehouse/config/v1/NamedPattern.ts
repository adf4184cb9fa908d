// Original file: proto/gatehouse/config/v1/resources.proto


export interface NamedPattern {
  'name'?: (string);
  'pattern'?: (string);
}

export interface NamedPattern__Output {
  'name': (string);
  'pattern': (string);
}
