import { fileURLToPath } from 'node:url';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { ProtoGrpcType as ConfigContract } from './generated/config_service.ts';
import type { ProtoGrpcType as DetectorContract } from './generated/detector_service.ts';
import type { ProtoGrpcType as ErrorDetailContract } from './generated/error_details.ts';
import type { ProtoGrpcType as InferenceContract } from './generated/inference_service.ts';
import type { ProtoGrpcType as ReflectionContract } from './generated/reflection.ts';
import type { ProtoGrpcType as ResourceContract } from './generated/resources.ts';
import type { ProtoGrpcType as StatusContract } from './generated/status.ts';
import type { ProtoGrpcType as UsageContract } from './generated/usage_service.ts';

const protoRoot = fileURLToPath(new URL('.', import.meta.url));

/**
 * Loads one contract. The only caller of proto-loader: its options are those of `generate.ts`, so that values
 * have the generated types (64-bit integers are decimal strings, enums their names, bytes Buffers).
 */
function load(file: string): unknown {
  return loadPackageDefinition(
    loadSync(file, {
      includeDirs: [protoRoot],
      longs: String,
      enums: String,
      defaults: true,
      arrays: true,
      objects: true,
      oneofs: true,
    }),
  );
}

/** Service and messages of the configuration stream. */
export const configContract = (load('gatehouse/config/v1/config_service.proto') as ConfigContract)
  .gatehouse.config.v1;

/** Bodies of the resources that the configuration stream carries. */
export const resourceContract = (load('gatehouse/config/v1/resources.proto') as ResourceContract)
  .gatehouse.config.v1;

/** Service and messages by which nodes report usage and decisions. */
export const usageContract = (load('gatehouse/usage/v1/usage_service.proto') as UsageContract)
  .gatehouse.usage.v1;

/** The typed inference door. */
export const inferenceContract = (
  load('gatehouse/inference/v1/inference_service.proto') as InferenceContract
).gatehouse.inference.v1;

/** What detectors that run elsewhere speak. */
export const detectorContract = (
  load('gatehouse/detector/v1/detector_service.proto') as DetectorContract
).gatehouse.detector.v1;

/** What the trailer `grpc-status-details-bin` is made of. */
export const statusContract = {
  ...(load('google/rpc/status.proto') as StatusContract).google.rpc,
  ...(load('google/rpc/error_details.proto') as ErrorDetailContract).google.rpc,
};

/** How tools ask a server for its contracts. */
export const reflectionContract = (
  load('grpc/reflection/v1/reflection.proto') as ReflectionContract
).grpc.reflection.v1;

/** The same under its older name, which many tools still ask first; nothing but the name differs. */
export const reflectionContractAlpha = (
  load('grpc/reflection/v1alpha/reflection.proto') as {
    readonly grpc: {
      readonly reflection: { readonly v1alpha: typeof reflectionContract };
    };
  }
).grpc.reflection.v1alpha;
