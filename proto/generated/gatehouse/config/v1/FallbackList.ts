// Original file: proto/gatehouse/config/v1/resources.proto


export interface FallbackList {
  'on'?: (string)[];
  'targetIds'?: (string)[];
}

export interface FallbackList__Output {
  'on': (string)[];
  'targetIds': (string)[];
}
