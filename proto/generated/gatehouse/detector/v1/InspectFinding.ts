// Original file: proto/gatehouse/detector/v1/detector_service.proto


export interface InspectFinding {
  'textId'?: (string);
  'kind'?: (string);
  'start'?: (number);
  'end'?: (number);
  'score'?: (number | string);
}

export interface InspectFinding__Output {
  'textId': (string);
  'kind': (string);
  'start': (number);
  'end': (number);
  'score': (number);
}
