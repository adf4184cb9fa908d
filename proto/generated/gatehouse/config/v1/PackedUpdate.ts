// Original file: proto/gatehouse/config/v1/config_service.proto


export interface PackedUpdate {
  'part'?: (number);
  'parts'?: (number);
  'gzip'?: (Buffer | Uint8Array | string);
}

export interface PackedUpdate__Output {
  'part': (number);
  'parts': (number);
  'gzip': (Buffer);
}
