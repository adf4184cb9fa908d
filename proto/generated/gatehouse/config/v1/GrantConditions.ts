// Original file: proto/gatehouse/config/v1/resources.proto


export interface GrantConditions {
  'workloads'?: (string)[];
  'dataClasses'?: (string)[];
  'environments'?: (string)[];
  'regions'?: (string)[];
}

export interface GrantConditions__Output {
  'workloads': (string)[];
  'dataClasses': (string)[];
  'environments': (string)[];
  'regions': (string)[];
}
