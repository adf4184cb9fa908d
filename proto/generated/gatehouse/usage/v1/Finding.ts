// Original file: proto/gatehouse/usage/v1/usage_service.proto


export interface Finding {
  'rule'?: (string);
  'detector'?: (string);
  'kind'?: (string);
  'count'?: (number);
  'action'?: (string);
  'monitored'?: (boolean);
  'policy'?: (string);
  'exception'?: (string);
  'direction'?: (string);
}

export interface Finding__Output {
  'rule': (string);
  'detector': (string);
  'kind': (string);
  'count': (number);
  'action': (string);
  'monitored': (boolean);
  'policy': (string);
  'exception': (string);
  'direction': (string);
}
