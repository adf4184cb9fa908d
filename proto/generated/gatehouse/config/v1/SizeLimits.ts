// Original file: proto/gatehouse/config/v1/resources.proto


export interface SizeLimits {
  'textCharsMax'?: (number);
  'callCharsMax'?: (number);
  'messagesMax'?: (number);
  'nestingMax'?: (number);
  'repeatsMax'?: (number);
}

export interface SizeLimits__Output {
  'textCharsMax': (number);
  'callCharsMax': (number);
  'messagesMax': (number);
  'nestingMax': (number);
  'repeatsMax': (number);
}
