import type { CloudSchedulerClient, protos } from '@google-cloud/scheduler';
import { absentIfMissing } from './absent-if-missing.ts';
import { differs, type ResourceAdapter, type WantedResource } from './resource.ts';

type SchedulerJob = protos.google.cloud.scheduler.v1.IJob;

const TIME_ZONE = 'America/New_York';
/** The longest time that Cloud Scheduler waits for an answer. */
const ANSWER_WITHIN_SECONDS = 1_800;
const RETRIES = 5;
const FIRST_RETRY_AFTER_SECONDS = 60;

interface SchedulePlace {
  readonly client: CloudSchedulerClient;
  /** Such as `projects/p/locations/us-central1`. */
  readonly parent: string;
  readonly wanted: Extract<WantedResource, { kind: 'schedule' }>;
}

/** A job of Cloud Scheduler that starts a job of Tipoff. One that a person paused stays paused. */
export function scheduleResource({ client, parent, wanted }: SchedulePlace): ResourceAdapter {
  const job = wantedJob(parent, wanted);
  return {
    read: () =>
      absentIfMissing(async () => {
        const [found] = await client.getJob({ name: job.name });
        return differs(differences(found, job));
      }),
    async apply(state) {
      if (state.type === 'absent') await client.createJob({ parent, job });
      else await client.updateJob({ job, updateMask: { paths: UPDATED } });
    },
  };
}

const UPDATED = ['schedule', 'time_zone', 'http_target', 'retry_config', 'attempt_deadline', 'description'];

function wantedJob(parent: string, { jobId, summary, due, target }: SchedulePlace['wanted']) {
  return {
    name: `${parent}/jobs/${jobId}`,
    description: summary,
    schedule: due,
    timeZone: TIME_ZONE,
    attemptDeadline: { seconds: ANSWER_WITHIN_SECONDS },
    retryConfig: { retryCount: RETRIES, minBackoffDuration: { seconds: FIRST_RETRY_AFTER_SECONDS } },
    httpTarget: {
      uri: target.endpoint,
      httpMethod: 'POST',
      oidcToken: { serviceAccountEmail: target.serviceAccount, audience: target.audience },
    },
  } as const satisfies SchedulerJob;
}

function differences(found: SchedulerJob, wanted: SchedulerJob): readonly string[] {
  const after = settings(wanted);
  return Object.entries(settings(found))
    .filter(([title, value]) => after[title] !== value)
    .map(([title]) => title);
}

function settings({ description, schedule, timeZone, httpTarget, retryConfig, attemptDeadline }: SchedulerJob) {
  const values: Readonly<Record<string, string>> = {
    description: `${description}`,
    times: `${schedule} ${timeZone}`,
    URL: `${httpTarget?.httpMethod} ${httpTarget?.uri}`,
    'account of its tokens': `${httpTarget?.oidcToken?.serviceAccountEmail} ${httpTarget?.oidcToken?.audience}`,
    retries: `${retryConfig?.retryCount} ${retryConfig?.minBackoffDuration?.seconds}`,
    'time to answer': `${attemptDeadline?.seconds}`,
  };
  return values;
}
