// Original file: proto/gatehouse/inference/v1/inference_service.proto

import type { Long } from '@grpc/proto-loader';

export interface Sampling {
  'temperature'?: (number | string);
  'topP'?: (number | string);
  'seed'?: (number | string | Long);
  'stop'?: (string)[];
  'presencePenalty'?: (number | string);
  'frequencyPenalty'?: (number | string);
  '_temperature'?: "temperature";
  '_topP'?: "topP";
  '_seed'?: "seed";
  '_presencePenalty'?: "presencePenalty";
  '_frequencyPenalty'?: "frequencyPenalty";
}

export interface Sampling__Output {
  'temperature'?: (number);
  'topP'?: (number);
  'seed'?: (string);
  'stop': (string)[];
  'presencePenalty'?: (number);
  'frequencyPenalty'?: (number);
  '_temperature'?: "temperature";
  '_topP'?: "topP";
  '_seed'?: "seed";
  '_presencePenalty'?: "presencePenalty";
  '_frequencyPenalty'?: "frequencyPenalty";
}
