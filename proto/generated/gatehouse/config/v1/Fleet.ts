// Original file: proto/gatehouse/config/v1/config_service.proto

import type { FleetGroup as _gatehouse_config_v1_FleetGroup, FleetGroup__Output as _gatehouse_config_v1_FleetGroup__Output } from '../../../gatehouse/config/v1/FleetGroup.ts';

export interface Fleet {
  'nodeCount'?: (number);
  'place'?: (number);
  'groups'?: (_gatehouse_config_v1_FleetGroup)[];
}

export interface Fleet__Output {
  'nodeCount': (number);
  'place': (number);
  'groups': (_gatehouse_config_v1_FleetGroup__Output)[];
}
