// Original file: proto/gatehouse/config/v1/config_service.proto


export interface Resource {
  'kind'?: (string);
  'id'?: (string);
  'version'?: (Buffer | Uint8Array | string);
  'body'?: (Buffer | Uint8Array | string);
  'tenantId'?: (string);
}

export interface Resource__Output {
  'kind': (string);
  'id': (string);
  'version': (Buffer);
  'body': (Buffer);
  'tenantId': (string);
}
