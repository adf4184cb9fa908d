// Original file: proto/gatehouse/config/v1/resources.proto


export interface PromptRule {
  'name'?: (string);
  'detector'?: (string);
  'action'?: (string);
  'rerouteRouteId'?: (string);
  'kinds'?: (string)[];
  'minCount'?: (number);
  'mode'?: (string);
  'message'?: (string);
  'contact'?: (string);
  'direction'?: (string);
  'parts'?: (string)[];
}

export interface PromptRule__Output {
  'name': (string);
  'detector': (string);
  'action': (string);
  'rerouteRouteId': (string);
  'kinds': (string)[];
  'minCount': (number);
  'mode': (string);
  'message': (string);
  'contact': (string);
  'direction': (string);
  'parts': (string)[];
}
