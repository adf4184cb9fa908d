/**
 * Goal: a signature is the one that AWS computes.
 * Method: vectors of the AWS Signature Version 4 test suite (service `service`), and requests to Bedrock that AWS's own
 * SDK for Python (botocore 1.43.11) signed: those show that the path is encoded once more.
 */
import { describe, expect, test } from '@jest/globals';
import {
  type AwsCredential,
  encodeSegment,
  Signer,
  type UnsignedRequest,
} from '../../../../data-plane/providers/bedrock/signature.ts';

const pair: AwsCredential = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: undefined,
  region: undefined,
};
const suiteToken =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';
const suiteRequest: UnsignedRequest = {
  host: 'example.amazonaws.com',
  path: '/',
  contentType: undefined,
  body: Buffer.alloc(0),
  nowMs: Date.UTC(2015, 7, 30, 12, 36),
};

const signatureIn = (headers: readonly string[]) =>
  headers[headers.indexOf('authorization') + 1]?.replace(/.*Signature=/, '');

describe('the test suite of AWS', () => {
  const signer = new Signer('service');

  test('post-vanilla', () => {
    expect(signer.sign(suiteRequest, pair, 'us-east-1')).toEqual([
      'x-amz-date',
      '20150830T123600Z',
      'authorization',
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ]);
  });

  test('post-sts-header-before', () => {
    const session = { ...pair, sessionToken: suiteToken };
    expect(signer.sign(suiteRequest, session, 'us-east-1')).toEqual([
      'x-amz-date',
      '20150830T123600Z',
      'x-amz-security-token',
      suiteToken,
      'authorization',
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
    ]);
  });

  test('post-x-www-form-urlencoded', () => {
    const request = {
      ...suiteRequest,
      contentType: 'application/x-www-form-urlencoded',
      body: Buffer.from('Param1=value1'),
    };
    expect(signatureIn(signer.sign(request, pair, 'us-east-1'))).toBe(
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    );
  });
});

const profile =
  'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0';

describe('requests to Bedrock as botocore signs them', () => {
  const signer = new Signer('bedrock');
  test.each([
    [
      'anthropic.claude-3-5-sonnet-20240620-v1:0',
      undefined,
      'aa0882e4ea74982047a638f154fca9bddb0b30bb6c692425374a242babbe5489',
    ],
    [
      'anthropic.claude-3-5-sonnet-20240620-v1:0',
      'session/token==',
      'b69f512597aff823594f7882f35788151f9d31da246fdbc34740a68bc5f91856',
    ],
    [profile, undefined, 'bf7f5810bc900722020116fe78517110db88f258eee2f67c30e2392f7b41613a'],
    [
      profile,
      'session/token==',
      '41af47294ac778b8933c9d6cf2f6d4b297123bee3072c739166e40bae772d240',
    ],
  ])('%s with the token %s', (model, sessionToken, signature) => {
    const request = {
      host: 'bedrock-runtime.us-east-1.amazonaws.com',
      path: `/model/${encodeSegment(model)}/converse`,
      contentType: 'application/json',
      body: Buffer.from('{"messages":[]}'),
      nowMs: Date.UTC(2025, 6, 1, 10, 20, 30),
    };
    expect(signatureIn(signer.sign(request, { ...pair, sessionToken }, 'us-east-1'))).toBe(
      signature,
    );
  });
});

describe('the key of a day', () => {
  const signer = new Signer('service');
  const later = { ...suiteRequest, nowMs: suiteRequest.nowMs + 86_400_000 };
  const fresh = (request: UnsignedRequest, credential = pair, region = 'us-east-1') =>
    signatureIn(new Signer('service').sign(request, credential, region));

  test.each([
    ['the next day', later, pair, 'us-east-1'],
    ['the day before again', suiteRequest, pair, 'us-east-1'],
    ['another region', suiteRequest, pair, 'eu-west-1'],
    ['another secret', suiteRequest, { ...pair, secretAccessKey: 'other' }, 'us-east-1'],
  ])('%s has its own', (_, request, credential, region) => {
    expect(signatureIn(signer.sign(request, credential, region))).toBe(
      fresh(request, credential, region),
    );
  });

  test('is kept for a bounded number of secrets', () => {
    for (let number = 0; number < 1_000; number += 1) {
      signer.sign(suiteRequest, { ...pair, secretAccessKey: `secret-${number}` }, 'us-east-1');
    }
    expect(signatureIn(signer.sign(suiteRequest, pair, 'us-east-1'))).toBe(fresh(suiteRequest));
  });
});

test('a segment keeps only letters, digits and -._~ unencoded', () => {
  expect(encodeSegment("a-b.c_d~e/f:g!h'i(j)k*l m+nü")).toBe(
    'a-b.c_d~e%2Ff%3Ag%21h%27i%28j%29k%2Al%20m%2Bn%C3%BC',
  );
});
