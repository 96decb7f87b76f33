import { createS3, type S3, type S3Settings } from './s3-client.ts';
import { failureOf, isUnsupported, toStorageError } from './s3-errors.ts';
import {
  corsRule,
  isOpen,
  isPublicRead,
  LIFECYCLE_RULE,
  parsePolicy,
  publicReadStatement,
} from './setup-rules.ts';

export type SetupStep = {
  /** Which part of the set-up: `bucket`, `public access`, `policy`, `cors`, `unfinished uploads`. */
  what: string;
  /** `unsupported`: the provider has no such call. `failed`: it has, and refused this one. */
  status: 'done' | 'already' | 'unsupported' | 'failed';
  /** One sentence for the person at the terminal. */
  detail: string;
};

type Outcome = Pick<SetupStep, 'status' | 'detail'>;
type Setup = S3 & { Bucket: string; region: string; siteOrigin: string };

const WITHOUT_POLICY =
  'leave the bucket closed and let the site serve it: S3_PUBLIC_URL = <origin of the site>/media';

/**
 * Creates and configures the bucket: `public/*` is opened for reading and nothing else, the site
 * may read it from scripts, unfinished uploads go after a day. Safe to repeat; rules that others
 * have made are kept. Throws `StorageError` only when there is no bucket to configure in the end.
 */
export async function setupBucket(
  settings: S3Settings,
  { siteOrigin }: { siteOrigin: string },
): Promise<SetupStep[]> {
  const s3 = await createS3(settings)();
  const { bucket: Bucket, region } = settings;
  const setup: Setup = { ...s3, Bucket, region, siteOrigin: new URL(siteOrigin).origin };
  const steps: SetupStep[] = [];
  try {
    steps.push({ what: 'bucket', ...(await createBucket(setup)) });
  } catch (error) {
    throw toStorageError(error);
  }
  steps.push({ what: 'public access', ...(await attempt(() => allowPolicies(setup))) });
  const policy = await attempt(() => openPublicObjects(setup));
  if (policy.status === 'unsupported') policy.detail += `; ${WITHOUT_POLICY}`;
  steps.push({ what: 'policy', ...policy });
  steps.push({ what: 'cors', ...(await attempt(() => allowSite(setup))) });
  steps.push({ what: 'unfinished uploads', ...(await attempt(() => abortUnfinished(setup))) });
  return steps;
}

async function attempt(step: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await step();
  } catch (error) {
    const { name, status } = failureOf(error);
    const answer = status ? `${status} ${name}` : name;
    return isUnsupported(error)
      ? { status: 'unsupported', detail: `the provider does not offer this (${answer})` }
      : { status: 'failed', detail: `the provider refused (${answer})` };
  }
}

async function createBucket({ sdk, client, Bucket, region }: Setup): Promise<Outcome> {
  const exists = await unlessAbsent(() => client.send(new sdk.HeadBucketCommand({ Bucket })));
  if (exists) return { status: 'already', detail: `${Bucket} exists` };
  // AWS wants the region named, save for its first; others may know no such region.
  const located = sdk.BucketLocationConstraint;
  const LocationConstraint = Object.values(located).find((name) => name === region);
  const CreateBucketConfiguration = LocationConstraint && { LocationConstraint };
  try {
    await client.send(new sdk.CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  } catch (error) {
    const { name } = failureOf(error);
    if (name === 'BucketAlreadyOwnedByYou')
      return { status: 'already', detail: `${Bucket} exists` };
    if (!CreateBucketConfiguration || !name.includes('LocationConstraint')) throw error;
    await client.send(new sdk.CreateBucketCommand({ Bucket }));
  }
  return { status: 'done', detail: `${Bucket} was created` };
}

/** AWS blocks public policies on new buckets until told otherwise. All else stays as it is. */
async function allowPolicies({ sdk, client, Bucket }: Setup): Promise<Outcome> {
  const answer = await unlessAbsent(() =>
    client.send(new sdk.GetPublicAccessBlockCommand({ Bucket })),
  );
  const block = answer?.PublicAccessBlockConfiguration;
  if (!block?.BlockPublicPolicy && !block?.RestrictPublicBuckets) {
    return { status: 'already', detail: 'nothing keeps a policy from opening objects' };
  }
  const PublicAccessBlockConfiguration = {
    ...block,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  await client.send(
    new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }),
  );
  return { status: 'done', detail: 'a policy may open objects now' };
}

async function openPublicObjects({ sdk, client, Bucket, region }: Setup): Promise<Outcome> {
  const answer = await unlessAbsent(() => client.send(new sdk.GetBucketPolicyCommand({ Bucket })));
  const policy = parsePolicy(answer?.Policy);
  const ours = publicReadStatement(Bucket, region);
  const others = policy.Statement.filter((statement) => statement.Sid !== ours.Sid);
  const open = others.filter((statement) => isOpen(statement)).map(({ Sid }) => Sid ?? 'no name');
  const detail =
    open.length === 0
      ? 'public/* is open for reading, nothing else'
      : `public/* is open for reading; statements of others open more: ${open.join(', ')}`;
  if (policy.Statement.some((statement) => isPublicRead(statement, ours))) {
    return { status: 'already', detail };
  }
  const Policy = JSON.stringify({ ...policy, Statement: [...others, ours] });
  await client.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }));
  return { status: 'done', detail };
}

async function allowSite({ sdk, client, Bucket, siteOrigin }: Setup): Promise<Outcome> {
  const answer = await unlessAbsent(() => client.send(new sdk.GetBucketCorsCommand({ Bucket })));
  const rules = answer?.CORSRules ?? [];
  const detail = `scripts of ${siteOrigin} may GET and HEAD`;
  const right = rules.some(
    ({ AllowedOrigins, AllowedMethods }) =>
      AllowedOrigins?.includes(siteOrigin) &&
      AllowedMethods?.includes('GET') &&
      AllowedMethods.includes('HEAD'),
  );
  if (right) return { status: 'already', detail };
  const CORSConfiguration = { CORSRules: [...rules, corsRule(siteOrigin)] };
  await client.send(new sdk.PutBucketCorsCommand({ Bucket, CORSConfiguration }));
  return { status: 'done', detail };
}

async function abortUnfinished({ sdk, client, Bucket }: Setup): Promise<Outcome> {
  const answer = await unlessAbsent(() =>
    client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket })),
  );
  const rules = answer?.Rules ?? [];
  const detail = 'uploads left unfinished are removed after a day';
  const right = rules.some(
    ({ Status, AbortIncompleteMultipartUpload, Filter, Prefix }) =>
      Status === 'Enabled' &&
      AbortIncompleteMultipartUpload?.DaysAfterInitiation === 1 &&
      !(Filter?.Prefix ?? Prefix),
  );
  if (right) return { status: 'already', detail };
  const others = rules.filter(({ ID }) => ID !== LIFECYCLE_RULE.ID);
  await client.send(
    new sdk.PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: { Rules: [...others, LIFECYCLE_RULE] },
    }),
  );
  return { status: 'done', detail };
}

/** What a call answers; undefined when what it asks for is not there. */
async function unlessAbsent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (failureOf(error).status === 404) return undefined;
    throw error;
  }
}
