// Original file: proto/gatehouse/config/v1/resources.proto


export interface RoutingConstraints {
  'regions'?: (string)[];
  'dataTerms'?: (string)[];
}

export interface RoutingConstraints__Output {
  'regions': (string)[];
  'dataTerms': (string)[];
}
