import type { ProtoGrpcType as ErrorDetailTypes } from '../generated/error_details.ts';
import type { ProtoGrpcType as StatusTypes } from '../generated/status.ts';
import { loadMessages } from '../load.ts';

type StatusContract = StatusTypes['google']['rpc'] & ErrorDetailTypes['google']['rpc'];

/** What the trailer `grpc-status-details-bin` is made of. */
export const statusContract = Object.assign(
  {},
  loadMessages('google/rpc/status.proto', 'google.rpc'),
  loadMessages('google/rpc/error_details.proto', 'google.rpc'),
) as StatusContract;
