import { parseKey } from './key.ts';
import type { S3Settings } from './s3-client.ts';
import type { Key } from './store.ts';

/** Where a browser reads an object: the bucket for public ones, the site for private ones. */
export function addressOf(settings: S3Settings, key: Key): string {
  parseKey(key);
  if (key.startsWith('private/')) return `/media/${key}`;
  return `${bucketAddress(settings)}/${key}`;
}

function bucketAddress({
  bucket,
  region,
  endpoint,
  forcePathStyle,
  publicUrl,
}: S3Settings): string {
  if (publicUrl) return publicUrl.replace(/\/+$/, '');
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const service = new URL(endpoint ?? `https://s3.${region}.${domain}`);
  const path = service.pathname.replace(/\/+$/, '');
  // A certificate for *.host does not cover a bucket name with dots in it.
  if (forcePathStyle || bucket.includes('.')) return `${service.origin}${path}/${bucket}`;
  return `${service.protocol}//${bucket}.${service.host}${path}`;
}
