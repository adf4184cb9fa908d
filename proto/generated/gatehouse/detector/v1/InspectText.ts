// Original file: proto/gatehouse/detector/v1/detector_service.proto


export interface InspectText {
  'id'?: (string);
  'part'?: (string);
  'text'?: (string);
}

export interface InspectText__Output {
  'id': (string);
  'part': (string);
  'text': (string);
}
