// Original file: proto/gatehouse/config/v1/resources.proto

import type { TokenFact as _gatehouse_config_v1_TokenFact, TokenFact__Output as _gatehouse_config_v1_TokenFact__Output } from '../../../gatehouse/config/v1/TokenFact.ts';
import type { TokenKey as _gatehouse_config_v1_TokenKey, TokenKey__Output as _gatehouse_config_v1_TokenKey__Output } from '../../../gatehouse/config/v1/TokenKey.ts';
import type { KeyBounds as _gatehouse_config_v1_KeyBounds, KeyBounds__Output as _gatehouse_config_v1_KeyBounds__Output } from '../../../gatehouse/config/v1/KeyBounds.ts';

export interface TokenIssuer {
  'tenantId'?: (string);
  'name'?: (string);
  'issuer'?: (string);
  'audience'?: (string);
  'algorithms'?: (string)[];
  'leewayS'?: (number);
  'lifetimeSMax'?: (number);
  'applicationId'?: (string);
  'applicationClaim'?: (string);
  'workloads'?: (string)[];
  'routes'?: (string)[];
  'scopes'?: (string)[];
  'facts'?: (_gatehouse_config_v1_TokenFact)[];
  'keys'?: (_gatehouse_config_v1_TokenKey)[];
  'bounds'?: (_gatehouse_config_v1_KeyBounds | null);
}

export interface TokenIssuer__Output {
  'tenantId': (string);
  'name': (string);
  'issuer': (string);
  'audience': (string);
  'algorithms': (string)[];
  'leewayS': (number);
  'lifetimeSMax': (number);
  'applicationId': (string);
  'applicationClaim': (string);
  'workloads': (string)[];
  'routes': (string)[];
  'scopes': (string)[];
  'facts': (_gatehouse_config_v1_TokenFact__Output)[];
  'keys': (_gatehouse_config_v1_TokenKey__Output)[];
  'bounds': (_gatehouse_config_v1_KeyBounds__Output | null);
}
