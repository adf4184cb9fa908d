import { applicationResolvers } from './application.ts';
import { tenantResolvers } from './tenant.ts';

/** The resolvers of every noun, merged by the schema. */
export const nounResolvers = [tenantResolvers, applicationResolvers];
