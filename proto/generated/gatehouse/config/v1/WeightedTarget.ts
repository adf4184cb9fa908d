// Original file: proto/gatehouse/config/v1/resources.proto


export interface WeightedTarget {
  'targetId'?: (string);
  'weight'?: (number);
  'tier'?: (number);
}

export interface WeightedTarget__Output {
  'targetId': (string);
  'weight': (number);
  'tier': (number);
}
