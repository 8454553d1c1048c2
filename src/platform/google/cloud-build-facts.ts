import * as z from 'zod';
import type { ServiceBuild } from '../deploy-target.ts';

const COMMIT = /^[0-9a-f]{7,40}$/;

const STATES: Readonly<Record<string, ServiceBuild['state']>> = {
  PENDING: 'queued',
  QUEUED: 'queued',
  WORKING: 'running',
  SUCCESS: 'succeeded',
  FAILURE: 'failed',
  INTERNAL_ERROR: 'failed',
  TIMEOUT: 'failed',
  CANCELLED: 'failed',
  EXPIRED: 'failed',
};

/** The parts of a build that a build of the API and a build in a message have in common. `time` parses the times of its source. */
export function buildSchema<T extends z.ZodType<string>>(time: T) {
  return z.object({
    id: z.string().min(1),
    status: z.string(),
    createTime: time,
    startTime: time.nullish(),
    finishTime: time.nullish(),
    images: z.array(z.string()).nullish(),
    tags: z.array(z.string()).nullish(),
    substitutions: z.record(z.string(), z.string()).nullish(),
    sourceProvenance: z
      .object({
        resolvedGitSource: z.object({ revision: z.string().nullish() }).nullish(),
        resolvedRepoSource: z.object({ commitSha: z.string().nullish() }).nullish(),
      })
      .nullish(),
    buildTriggerId: z.string().nullish(),
    serviceAccount: z.string().nullish(),
    approval: z.object({ result: z.object({ approverAccount: z.string().nullish() }).nullish() }).nullish(),
    logUrl: z.string().nullish(),
  });
}
export type CloudBuild = z.infer<ReturnType<typeof buildSchema<z.ZodType<string>>>>;

/** `serviceNamed` returns the service of the map that has a name in Cloud Run; undefined if none has it. */
export function serviceBuild(build: CloudBuild, serviceNamed: (name: string) => string | undefined): ServiceBuild {
  const { id, status, createTime, startTime, finishTime, logUrl } = build;
  return {
    id,
    service: serviceOf(build, serviceNamed),
    state: STATES[status] ?? 'unknown',
    commit: commitOf(build),
    startedAt: startTime ?? createTime,
    endedAt: finishTime ?? null,
    by: byOf(build),
    url: filled(logUrl),
  };
}

/**
 * A build does not name its service. Cloud Run's own triggers name it in a substitution and in a tag, and most builds
 * name it in their image. A build that points at several services is of none of them.
 */
function serviceOf(
  { substitutions, tags, images }: CloudBuild,
  serviceNamed: (name: string) => string | undefined,
): string | null {
  const names = [
    substitutions?.['_SERVICE_NAME'],
    substitutions?.['_SERVICE'],
    ...(tags ?? []),
    ...(images ?? []).map(imageName),
  ];
  const [service, ...others] = new Set(names.flatMap((name) => serviceNamed(name ?? '') ?? []));
  return service === undefined || others.length > 0 ? null : service;
}

/** The last part of the path of an image, without tag and digest. */
function imageName(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1).replace(/[:@].*$/, '');
}

/** `gcloud builds submit` uploads files and states no commit. */
function commitOf({ substitutions, sourceProvenance }: CloudBuild): string | null {
  const stated = [
    substitutions?.['COMMIT_SHA'],
    sourceProvenance?.resolvedGitSource?.revision,
    sourceProvenance?.resolvedRepoSource?.commitSha,
    substitutions?.['SHORT_SHA'],
  ];
  return stated.find((commit) => commit !== null && commit !== undefined && COMMIT.test(commit)) ?? null;
}

/** A build has no user. It may have an approver, a trigger, or the account under which it runs. */
function byOf({ approval, substitutions, buildTriggerId, serviceAccount }: CloudBuild): string | null {
  const approver = filled(approval?.result?.approverAccount);
  if (approver !== null) return `${approver} (approved it)`;
  const trigger = filled(substitutions?.['TRIGGER_NAME']) ?? filled(buildTriggerId);
  if (trigger !== null) return `trigger ${trigger}`;
  const account = filled(serviceAccount);
  return account === null ? null : account.slice(account.lastIndexOf('/') + 1);
}

function filled(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
