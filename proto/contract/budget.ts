import type { ProtoGrpcType } from '../generated/budget_service.ts';
import { loadServices } from './load-services.ts';

/** Service and messages by which nodes are lent parts of budgets. */
export const budgetContract = (
  loadServices('gatehouse/usage/v1/budget_service.proto') as ProtoGrpcType
).gatehouse.usage.v1;
