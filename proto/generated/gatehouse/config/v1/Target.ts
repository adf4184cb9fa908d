// Original file: proto/gatehouse/config/v1/resources.proto

import type { Price as _gatehouse_config_v1_Price, Price__Output as _gatehouse_config_v1_Price__Output } from '../../../gatehouse/config/v1/Price.ts';

export interface Target {
  'name'?: (string);
  'providerId'?: (string);
  'modelId'?: (string);
  'providerModel'?: (string);
  'region'?: (string);
  'enabled'?: (boolean);
  'prices'?: (_gatehouse_config_v1_Price)[];
  'capabilities'?: (string)[];
}

export interface Target__Output {
  'name': (string);
  'providerId': (string);
  'modelId': (string);
  'providerModel': (string);
  'region': (string);
  'enabled': (boolean);
  'prices': (_gatehouse_config_v1_Price__Output)[];
  'capabilities': (string)[];
}
