// Original file: proto/gatehouse/config/v1/resources.proto


export interface Tenant {
  'name'?: (string);
  'suspended'?: (boolean);
}

export interface Tenant__Output {
  'name': (string);
  'suspended': (boolean);
}
