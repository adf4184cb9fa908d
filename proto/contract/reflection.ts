import type { ProtoGrpcType } from '../generated/reflection.ts';
import { loadServices } from './load-services.ts';

type ReflectionContract = ProtoGrpcType['grpc']['reflection']['v1'];

/** How tools ask a server for its contracts. */
export const reflectionContract = (
  loadServices('grpc/reflection/v1/reflection.proto') as ProtoGrpcType
).grpc.reflection.v1;

/** The same under its older name, which many tools still ask first; nothing but the name differs. */
export const reflectionContractAlpha = (
  loadServices('grpc/reflection/v1alpha/reflection.proto') as {
    readonly grpc: { readonly reflection: { readonly v1alpha: ReflectionContract } };
  }
).grpc.reflection.v1alpha;
