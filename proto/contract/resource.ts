import type { ProtoGrpcType } from '../generated/resources.ts';
import { loadMessages } from '../load.ts';

type ResourceContract = ProtoGrpcType['gatehouse']['config']['v1'];

/** Bodies of the resources that the configuration stream carries. */
export const resourceContract = loadMessages(
  'gatehouse/config/v1/resources.proto',
  'gatehouse.config.v1',
) as ResourceContract;
