// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface DecisionRuleOutcome {
  'policy'?: (string);
  'rule'?: (string);
  'detector'?: (string);
  'direction'?: (string);
  'state'?: (string);
  'reason'?: (string);
  'texts'?: (number);
  'characters'?: (number);
}

export interface DecisionRuleOutcome__Output {
  'policy': (string);
  'rule': (string);
  'detector': (string);
  'direction': (string);
  'state': (string);
  'reason': (string);
  'texts': (number);
  'characters': (number);
}
