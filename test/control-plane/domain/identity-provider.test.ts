import { expect, test } from '@jest/globals';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import { rolesOf } from '../../../control-plane/domain/identity/role-mapping.ts';
import {
  createIdentityProvider,
  type IdentityProviderDraft,
} from '../../../control-plane/domain/identity-provider.ts';
import { Redacted } from '../../../control-plane/domain/redacted.ts';
import { identityProviderDraft } from '../../support/identity-provider.ts';

const now = new Date('2030-01-01T00:00:00Z');
const issuer = 'https://login.example.com/realm';

/** Path and message of each fault; none when it is taken. */
function faultsOf(change: Partial<IdentityProviderDraft>): readonly string[] {
  try {
    createIdentityProvider('id', { ...identityProviderDraft(issuer), ...change }, now);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof DomainError) || thrown.failure.code !== 'VALIDATION_FAILED')
      throw thrown;
    return thrown.failure.faults.map(({ path, message }) => `${path}: ${message}`);
  }
}

test.each([
  'https://login.example.com',
  'https://login.example.com/',
  'https://login.example.com/realms/a',
  'https://login.example.com/realms/a/',
  'http://127.0.0.1:9000/realm',
  'http://keycloak:8080/realms/a',
])('the issuer %s is taken as it is written', (written) => {
  expect(faultsOf({ issuer: written })).toEqual([]);
});

test.each([
  ['login.example.com', /as its tokens do/],
  ['ftp://login.example.com', /as its tokens do/],
  [`https://login.example.com/${'x'.repeat(500)}`, /as its tokens do/],
  ['https://login.example.com?tenant=a', /Write it as https:\/\/login\.example\.com\//],
  ['https://login.example.com/a#b', /without credentials, query and fragment/],
  ['https://me:secret@login.example.com/', /without credentials/],
  ['https://LOGIN.example.com/', /Write it as https:\/\/login/],
  ['http://login.example.com', /Use https/],
])('the issuer %s is refused', (written, message) => {
  expect(faultsOf({ issuer: written })).toEqual([expect.stringMatching(message)]);
});

test('every fault is told at once, each at its field', () => {
  const faults = faultsOf({
    name: 'No Slug',
    clientId: '',
    audience: 'two words',
    groupClaim: '',
    roleMappings: [
      { group: '', roles: ['viewer'] },
      { group: 'a', roles: [] },
      { group: 'b', roles: ['viewer', 'viewer'] },
      { group: 'c', roles: ['viewer'] },
      { group: 'c', roles: ['viewer'] },
    ],
    emailDomains: ['example.com', 'Example.com', 'ada@example.com', 'com'],
    scopes: ['profile'],
  });
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'name',
    'clientId',
    'audience',
    'groupClaim',
    'roleMappings.0.group',
    'roleMappings.1.roles',
    'roleMappings.2.roles',
    'roleMappings.4.group',
    'emailDomains.1',
    'emailDomains.2',
    'emailDomains.3',
    'scopes',
  ]);
});

test('lists have bounds, and no mapping at all lets nobody in', () => {
  const mappings = Array.from({ length: 101 }, (_, at) => ({
    group: `g${at}`,
    roles: ['viewer'] as const,
  }));
  expect(faultsOf({ roleMappings: mappings })).toHaveLength(1);
  expect(faultsOf({ roleMappings: mappings.slice(1) })).toEqual([]);
  expect(faultsOf({ roleMappings: [] })).toHaveLength(1);
  expect(faultsOf({ emailDomains: Array.from({ length: 51 }, () => 'a.example') })).toHaveLength(1);
  expect(faultsOf({ scopes: ['openid', 'two words'] })).toHaveLength(1);
});

test('roles for everybody need domains: anybody can have an account at some issuers', () => {
  const roleMappings = [{ group: '*', roles: ['viewer'] as const }];
  expect(faultsOf({ roleMappings })).toEqual([expect.stringContaining('emailDomains')]);
  expect(faultsOf({ roleMappings, emailDomains: ['example.com'] })).toEqual([]);
});

test('a client secret is printable', () => {
  const draft = { ...identityProviderDraft(issuer), clientSecret: new Redacted('a\nb') };
  expect(() => createIdentityProvider('id', draft, now)).toThrow('printable');
});

test('roles are those of all groups that somebody is in, each once', () => {
  const mappings = [
    { group: 'staff', roles: ['viewer', 'developer'] as const },
    { group: 'money', roles: ['finance', 'viewer'] as const },
    { group: 'admins', roles: ['platform-admin'] as const },
  ];
  expect(rolesOf(mappings, new Set(['money', 'staff', 'other']))).toEqual([
    'viewer',
    'developer',
    'finance',
  ]);
  expect(rolesOf(mappings, new Set(['Staff', 'admin', '*']))).toEqual([]);
  expect(rolesOf([{ group: '*', roles: ['viewer'] }], new Set())).toEqual(['viewer']);
});
