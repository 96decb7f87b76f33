import type { CORSRule, LifecycleRule } from '@aws-sdk/client-s3';

type Statement = { Sid?: string; [field: string]: unknown };
type Policy = { Version: string; Statement: Statement[] };

export const LIFECYCLE_RULE = {
  ID: 'easel-abort-unfinished-uploads',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
} as const satisfies LifecycleRule;

/** The one statement that opens `public/*`: reading, for everyone, and nothing more. */
export function publicReadStatement(bucket: string, region: string): Statement {
  const partition = region.startsWith('cn-') ? 'aws-cn' : 'aws';
  return {
    Sid: 'EaselPublicRead',
    Effect: 'Allow',
    Principal: '*',
    Action: ['s3:GetObject'],
    Resource: [`arn:${partition}:s3:::${bucket}/public/*`],
  };
}

/** True when a statement read back means what ours says, however the service writes it. */
export function isPublicRead(statement: Statement, ours: Statement): boolean {
  return JSON.stringify(canonical(statement)) === JSON.stringify(canonical(ours));
}

export function parsePolicy(text: string | undefined): Policy {
  const policy: unknown = text ? JSON.parse(text) : {};
  const empty = { Version: '2012-10-17', Statement: [] };
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return empty;
  const statements = listOf(policy.Statement).filter(
    (statement): statement is Statement => typeof statement === 'object' && statement !== null,
  );
  return { ...empty, ...policy, Statement: statements };
}

export function corsRule(siteOrigin: string): CORSRule {
  return {
    AllowedOrigins: [siteOrigin],
    AllowedMethods: ['GET', 'HEAD'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'Content-Length', 'Content-Range'],
    MaxAgeSeconds: 86_400,
  };
}

/** True when a statement lets everyone in. */
export function isOpen({ Effect, Principal }: Statement): boolean {
  return Effect === 'Allow' && isEveryone(Principal);
}

function canonical({ Sid, Effect, Principal, Action, Resource, ...rest }: Statement) {
  return [Sid, Effect, isEveryone(Principal), listOf(Action), listOf(Resource), rest];
}

function isEveryone(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null || !('AWS' in principal)) return false;
  return listOf(principal.AWS).includes('*');
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
