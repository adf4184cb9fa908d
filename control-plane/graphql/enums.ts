/** Names of the schema -> values of the domain. Enums whose names are the values are not listed. */
export const enumResolvers = {
  Environment: { DEVELOPMENT: 'development', STAGING: 'staging', PRODUCTION: 'production' },
  DataClass: {
    PUBLIC: 'public',
    INTERNAL: 'internal',
    CONFIDENTIAL: 'confidential',
    RESTRICTED: 'restricted',
  },
  RolloutStage: { DIRECT: 'direct', PILOT: 'pilot', GOVERNED: 'governed' },
} as const;
