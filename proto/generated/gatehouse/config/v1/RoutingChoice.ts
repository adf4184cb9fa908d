// Original file: proto/gatehouse/config/v1/resources.proto


export interface RoutingChoice {
  'strategy'?: (string);
  'within'?: (string);
  'stickyBy'?: (string);
  'regions'?: (string)[];
  'typicalOutputTokens'?: (number);
}

export interface RoutingChoice__Output {
  'strategy': (string);
  'within': (string);
  'stickyBy': (string);
  'regions': (string)[];
  'typicalOutputTokens': (number);
}
