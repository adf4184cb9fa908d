// Original file: proto/gatehouse/inference/v1/inference_service.proto


export interface ListModelsRequest {
}

export interface ListModelsRequest__Output {
}
