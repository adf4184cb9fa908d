// Original file: proto/gatehouse/config/v1/resources.proto


export interface RegionDataTerms {
  'region'?: (string);
  'dataTerms'?: (string)[];
}

export interface RegionDataTerms__Output {
  'region': (string);
  'dataTerms': (string)[];
}
