// Original file: proto/gatehouse/config/v1/resources.proto


export interface WordList {
  'name'?: (string);
  'words'?: (string)[];
  'partsOfWords'?: (boolean);
}

export interface WordList__Output {
  'name': (string);
  'words': (string)[];
  'partsOfWords': (boolean);
}
