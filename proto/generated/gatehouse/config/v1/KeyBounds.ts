// Original file: proto/gatehouse/config/v1/resources.proto


export interface KeyBounds {
  'routes'?: (string)[];
  'operations'?: (string)[];
}

export interface KeyBounds__Output {
  'routes': (string)[];
  'operations': (string)[];
}
