// Original file: proto/gatehouse/config/v1/resources.proto


export interface Provider {
  'name'?: (string);
  'kind'?: (string);
  'baseUrl'?: (string);
  'region'?: (string);
  'dataTerms'?: (string)[];
  'preset'?: (string);
}

export interface Provider__Output {
  'name': (string);
  'kind': (string);
  'baseUrl': (string);
  'region': (string);
  'dataTerms': (string)[];
  'preset': (string);
}
