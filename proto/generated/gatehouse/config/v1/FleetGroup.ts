// Original file: proto/gatehouse/config/v1/config_service.proto


export interface FleetGroup {
  'nodeCount'?: (number);
  'place'?: (number);
  'tenantIds'?: (string)[];
}

export interface FleetGroup__Output {
  'nodeCount': (number);
  'place': (number);
  'tenantIds': (string)[];
}
