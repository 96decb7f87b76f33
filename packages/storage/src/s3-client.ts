import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';

export type S3Settings = {
  bucket: string;
  region: string;
  /** The service's origin; absent: AWS. */
  endpoint?: string;
  forcePathStyle: boolean;
  /** Where browsers read the bucket, for instance a CDN; absent: the service's own address. */
  publicUrl?: string;
  /** Absent: the AWS standard chain (environment, profile, role of the machine). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
};

export type S3 = { sdk: typeof import('@aws-sdk/client-s3'); client: S3Client };

/** Loads the AWS client on the first call and gives the same one from then on. */
export function createS3(settings: S3Settings): () => Promise<S3> {
  let opened: Promise<S3> | undefined;
  return () => {
    opened ??= open(settings);
    return opened;
  };
}

async function open(settings: S3Settings): Promise<S3> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region: settings.region,
    endpoint: settings.endpoint,
    forcePathStyle: settings.forcePathStyle,
    credentials: settings.credentials,
    // Checksum trailers are news to most services that are not AWS, and break some.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
  });
  sendContentMd5(client);
  return { sdk, client };
}

const NEEDS_CHECKSUM = new Set([
  'DeleteObjectsCommand',
  'PutBucketCorsCommand',
  'PutBucketLifecycleConfigurationCommand',
  'PutBucketPolicyCommand',
  'PutPublicAccessBlockCommand',
]);

/** Adds the older `Content-MD5`, which some services insist on where the client sends a CRC. */
function sendContentMd5(client: S3Client): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const { request } = args;
      if (NEEDS_CHECKSUM.has(context.commandName ?? '') && hasTextBody(request)) {
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
      }
      return next(args);
    },
    { step: 'build', name: 'sendContentMd5', priority: 'low' },
  );
}

function hasTextBody(
  request: unknown,
): request is { body: string | Uint8Array; headers: Record<string, string> } {
  if (typeof request !== 'object' || request === null) return false;
  if (!('body' in request && 'headers' in request)) return false;
  return typeof request.body === 'string' || request.body instanceof Uint8Array;
}
