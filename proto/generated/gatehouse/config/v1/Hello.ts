// Original file: proto/gatehouse/config/v1/config_service.proto

import type { Position as _gatehouse_config_v1_Position, Position__Output as _gatehouse_config_v1_Position__Output } from '../../../gatehouse/config/v1/Position.ts';

export interface Hello {
  'nodeId'?: (string);
  'instanceId'?: (string);
  'build'?: (string);
  'schemaMin'?: (number);
  'schemaMax'?: (number);
  'labels'?: ({[key: string]: string});
  'held'?: (_gatehouse_config_v1_Position | null);
  'digest'?: (Buffer | Uint8Array | string);
  'sealingPublicKey'?: (Buffer | Uint8Array | string);
  'addresses'?: ({[key: string]: string});
  'pool'?: (string);
  'takesPacked'?: (boolean);
  'takesChecks'?: (boolean);
}

export interface Hello__Output {
  'nodeId': (string);
  'instanceId': (string);
  'build': (string);
  'schemaMin': (number);
  'schemaMax': (number);
  'labels': ({[key: string]: string});
  'held': (_gatehouse_config_v1_Position__Output | null);
  'digest': (Buffer);
  'sealingPublicKey': (Buffer);
  'addresses': ({[key: string]: string});
  'pool': (string);
  'takesPacked': (boolean);
  'takesChecks': (boolean);
}
