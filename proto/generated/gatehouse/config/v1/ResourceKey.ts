// Original file: proto/gatehouse/config/v1/config_service.proto


export interface ResourceKey {
  'kind'?: (string);
  'id'?: (string);
}

export interface ResourceKey__Output {
  'kind': (string);
  'id': (string);
}
