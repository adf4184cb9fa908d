// Original file: proto/gatehouse/config/v1/resources.proto

import type { RegionDataTerms as _gatehouse_config_v1_RegionDataTerms, RegionDataTerms__Output as _gatehouse_config_v1_RegionDataTerms__Output } from '../../../gatehouse/config/v1/RegionDataTerms.ts';

export interface Provider {
  'name'?: (string);
  'kind'?: (string);
  'baseUrl'?: (string);
  'region'?: (string);
  'dataTerms'?: (string)[];
  'preset'?: (string);
  'regionDataTerms'?: (_gatehouse_config_v1_RegionDataTerms)[];
}

export interface Provider__Output {
  'name': (string);
  'kind': (string);
  'baseUrl': (string);
  'region': (string);
  'dataTerms': (string)[];
  'preset': (string);
  'regionDataTerms': (_gatehouse_config_v1_RegionDataTerms__Output)[];
}
