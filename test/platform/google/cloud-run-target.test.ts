import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServiceBuild } from '#src/platform/deploy-target.ts';
import { cloudRunTarget } from '#src/platform/google/cloud-run-target.ts';
import { type TargetWorld, testDeployTarget } from '#test/contracts/deploy-target.contract.ts';
import { aGoogleCloud, type GoogleAnswer, type GoogleAnswers, protoTime } from '#test/emulators/google-cloud.ts';

const LOCATION = 'projects/p/locations/us-west2';
const WORKER = `${LOCATION}/services/worker`;
const SINCE = new Date('2026-02-05T23:00:00Z');
const COMMIT = '9d8e7f600000000000000000000000000000bbbb';
const SERVICES = new Map(
  ['worker', 'bot', 'features', 'grading', 'nowhere'].map((name) => [name, `${LOCATION}/services/${name}`]),
);

testDeployTarget(async (world) => await aTarget(answersOf(world)));

describe('what a service serves', () => {
  it('is the observed traffic, and not the wanted traffic', async () => {
    const target = await aTarget({
      GetService: () => ({
        name: WORKER,
        traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'worker-2', percent: 100 }],
        trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'worker-1', percent: 100 }],
        reconciling: true,
      }),
      GetRevision: revisionNamed,
    });
    expect(await target.readServing('worker')).toMatchObject({
      value: { serving: [{ revision: 'worker-1', percent: 100 }], rollout: 'in-progress' },
    });
  });

  it('is the latest ready revision where the traffic goes to the latest', async () => {
    const target = await aTarget({
      GetService: () => ({
        name: WORKER,
        latestReadyRevision: `${WORKER}/revisions/worker-1`,
        latestCreatedRevision: `${WORKER}/revisions/worker-2`,
        terminalCondition: { state: 'CONDITION_FAILED' },
        trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
      }),
      GetRevision: revisionNamed,
    });
    expect(await target.readServing('worker')).toMatchObject({
      value: { serving: [{ revision: 'worker-1', percent: 100 }], rollout: 'failed' },
    });
  });

  it('adds up the shares of one revision, and leaves out a tag without traffic', async () => {
    const target = await aTarget({
      GetService: () => ({
        name: WORKER,
        latestReadyRevision: `${WORKER}/revisions/worker-2`,
        trafficStatuses: [
          { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 30 },
          { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'worker-2', percent: 30, tag: 'blue' },
          { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'worker-1', percent: 40 },
          { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'worker-3', tag: 'preview' },
        ],
      }),
      GetRevision: revisionNamed,
    });
    expect(await target.readServing('worker')).toMatchObject({
      value: {
        serving: [
          { revision: 'worker-2', percent: 60 },
          { revision: 'worker-1', percent: 40 },
        ],
      },
    });
  });

  it.each([
    [
      'the label of the revision',
      { labels: { 'commit-sha': '1111111' }, containers: container('2222222', '3333333') },
      '1111111',
    ],
    ['else the variable BUILD_COMMIT', { labels: {}, containers: container('2222222', '3333333') }, '2222222'],
    ['else the tag of the image', { containers: container(undefined, '3333333') }, '3333333'],
    [
      'and not a label with another text',
      { labels: { 'commit-sha': 'main' }, containers: container(undefined, '3333333') },
      '3333333',
    ],
    ['and not a tag with another text', { containers: container(undefined, 'latest') }, null],
    ['and not a digest', { containers: [{ image: `us-docker.pkg.dev/p/r/worker@sha256:${'a'.repeat(64)}` }] }, null],
    ['and not the port of a registry', { containers: [{ image: 'registry.example:5000000/worker' }] }, null],
  ])('has the commit of %s', async (_, revision, commit) => {
    const target = await aTarget({
      GetService: () => ({
        name: WORKER,
        // A label of the service may belong to another revision.
        labels: { 'commit-sha': '9999999' },
        trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'worker-1', percent: 100 }],
      }),
      GetRevision: ({ name }) => ({ name, createTime: protoTime('2026-02-05T23:00:00Z'), ...revision }),
    });
    expect(await target.readServing('worker')).toMatchObject({ value: { serving: [{ commit }] } });
  });
});

describe('revisions', () => {
  it('are read page by page, until one is too old', async () => {
    const times = ['23:03', '23:02', '23:01', '22:59', '22:58'];
    const { target, requests } = await aCloud({
      ListRevisions: ({ pageToken }) => {
        const page = Number(pageToken ?? 0);
        const revisions = times
          .slice(page * 2, page * 2 + 2)
          .map((time) => revisionAt(`worker-${time}`, `2026-02-05T${time}:00Z`));
        return { revisions, nextPageToken: page < 2 ? String(page + 1) : '' };
      },
    });
    const reading = await target.readRevisions('worker', SINCE);
    expect(reading.type === 'known' && reading.value.map(({ createdAt }) => createdAt.slice(11, 16))).toEqual([
      '23:03',
      '23:02',
      '23:01',
    ]);
    expect(requests.map(({ parent }) => parent)).toEqual([WORKER, WORKER]);
  });

  it('have no author where Cloud Run names none', async () => {
    const target = await aTarget({
      ListRevisions: () => ({ revisions: [revisionAt('worker-1', '2026-02-05T23:01:00Z')] }),
    });
    expect(await target.readRevisions('worker', SINCE)).toMatchObject({ value: [{ by: null }] });
  });
});

describe('builds', () => {
  it('are those of the location, because regional builds are shown nowhere else', async () => {
    const { target, requests } = await aCloud({ ListBuilds: () => ({ builds: [] }) });
    expect(await target.readBuilds(SINCE)).toEqual([
      { name: 'Cloud Build in us-west2', builds: { type: 'known', value: [] } },
    ]);
    expect(requests).toMatchObject([{ parent: LOCATION, projectId: 'p' }]);
    expect(requests[0]?.['filter']).toBe(
      'status="PENDING" OR status="QUEUED" OR status="WORKING" OR create_time>="2026-02-05T23:00:00.000Z" OR finish_time>="2026-02-05T23:00:00.000Z"',
    );
  });

  it('are read from all pages', async () => {
    const target = await aTarget({
      ListBuilds: ({ pageToken }) =>
        pageToken === undefined
          ? { builds: [protoBuild({ id: 'b1' })], nextPageToken: 'next' }
          : { builds: [protoBuild({ id: 'b2' })] },
    });
    expect((await buildsOf(target)).map(({ id }) => id)).toEqual(['b1', 'b2']);
  });

  it.each([
    ['PENDING', 'queued'],
    ['QUEUED', 'queued'],
    ['WORKING', 'running'],
    ['SUCCESS', 'succeeded'],
    ['FAILURE', 'failed'],
    ['INTERNAL_ERROR', 'failed'],
    ['TIMEOUT', 'failed'],
    ['CANCELLED', 'failed'],
    ['EXPIRED', 'failed'],
    ['STATUS_UNKNOWN', 'unknown'],
  ])('in the state %s are %s', async (status, state) => {
    expect(await buildsOf(await aTarget({ ListBuilds: () => ({ builds: [protoBuild({ status })] }) }))).toMatchObject([
      { state },
    ]);
  });

  it.each([
    [
      'an approver',
      { approval: { result: { approverAccount: 'ann@example.com' } }, buildTriggerId: 't1' },
      'ann@example.com (approved it)',
    ],
    ['a trigger', { buildTriggerId: 't1', substitutions: { TRIGGER_NAME: 'deploy-worker' } }, 'trigger deploy-worker'],
    ['a trigger without a name', { buildTriggerId: 't1' }, 'trigger t1'],
    [
      'an account',
      { serviceAccount: 'projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com' },
      'ci@p.iam.gserviceaccount.com',
    ],
    ['nobody', {}, null],
  ])('are by %s, because a build has no user', async (_, build, by) => {
    expect(await buildsOf(await aTarget({ ListBuilds: () => ({ builds: [protoBuild(build)] }) }))).toMatchObject([
      { by },
    ]);
  });

  it.each([
    ['their image', { images: ['us-docker.pkg.dev/p/r/worker:9d8e7f6'] }, 'worker'],
    ['the substitution of a Cloud Run trigger', { substitutions: { _SERVICE_NAME: 'bot' } }, 'bot'],
    ['the tag of a Cloud Run trigger', { tags: ['gcp-cloud-build-deploy-cloud-run', 'bot'] }, 'bot'],
    ['nothing', { images: ['us-docker.pkg.dev/p/r/base'] }, null],
    ['several services, so of none', { images: ['a/worker', 'a/bot'] }, null],
  ])('belong to the service of %s', async (_, build, service) => {
    expect(await buildsOf(await aTarget({ ListBuilds: () => ({ builds: [protoBuild(build)] }) }))).toMatchObject([
      { service },
    ]);
  });

  it.each([
    ['a trigger', { substitutions: { COMMIT_SHA: COMMIT } }, COMMIT],
    ['a git source', { sourceProvenance: { resolvedGitSource: { revision: COMMIT } } }, COMMIT],
    ['a repository', { sourceProvenance: { resolvedRepoSource: { commitSha: COMMIT } } }, COMMIT],
    ['uploaded files, which have none', {}, null],
  ])('have the commit of %s', async (_, build, commit) => {
    expect(await buildsOf(await aTarget({ ListBuilds: () => ({ builds: [protoBuild(build)] }) }))).toMatchObject([
      { commit },
    ]);
  });
});

describe('an API that fails is unknown, with the reason and what to do', () => {
  it.each([
    ['PERMISSION_DENIED', 7, /Cloud Run does not let Tipoff read .*Grant .* the role roles\/run\.viewer.*No!\.$/],
    ['NOT_FOUND', 5, /does not have the service projects\/p\/.*\/worker\. Correct cloud_run of worker/],
    ['RESOURCE_EXHAUSTED', 8, /quota .* is used up.*asks again later/],
    ['UNAVAILABLE', 14, /cannot be reached/],
    ['UNAUTHENTICATED', 16, /gcloud auth application-default login/],
    ['INTERNAL', 13, /failed to answer for the service .*: No!\./],
  ])('%s', async (_, code, why) => {
    const answer = (): GoogleAnswer => ({ code, details: 'No!' });
    const target = await aTarget({ GetService: answer, ListRevisions: answer, ListBuilds: answer });
    const unknown = { type: 'unknown', why: expect.stringMatching(why) };
    expect(await target.readServing('worker')).toEqual(unknown);
    expect(await target.readRevisions('worker', SINCE)).toEqual(unknown);
    expect(await target.readBuilds(SINCE)).toMatchObject([
      { name: 'Cloud Build in us-west2', builds: { type: 'unknown' } },
    ]);
  });

  it('says which role the builds need', async () => {
    const target = await aTarget({ ListBuilds: () => ({ code: 7, details: 'No!' }) });
    expect(await target.readBuilds(SINCE)).toMatchObject([
      { builds: { why: expect.stringContaining('roles/cloudbuild.builds.viewer') } },
    ]);
  });

  it('a call that hangs ends with its limit of time', async () => {
    const hang = (): GoogleAnswer => 'hangs';
    const target = await aTarget({ GetService: hang, ListRevisions: hang, ListBuilds: hang }, { withinMs: 50 });
    const unknown = { type: 'unknown', why: expect.stringMatching(/did not answer .* within 0\.05 seconds/) };
    expect(await target.readServing('worker')).toEqual(unknown);
    expect(await target.readRevisions('worker', SINCE)).toEqual(unknown);
    expect(await target.readBuilds(SINCE)).toMatchObject([{ builds: unknown }]);
  });

  it('what an installation without credentials asks', async () => {
    const credentials = () => Promise.reject(new Error('No Google credentials were found. Log in.'));
    const target = closing(cloudRunTarget({ services: SERVICES, credentials }));
    const missing = { type: 'unknown', why: 'No Google credentials were found. Log in.' };
    expect(await target.readServing('worker')).toEqual(missing);
    expect(await target.readBuilds(SINCE)).toMatchObject([{ builds: missing }]);
  });

  it('one location that fails does not hide another', async () => {
    const { connection } = await aGoogleCloud({
      ListBuilds: ({ parent }) => (parent === LOCATION ? { code: 14, details: 'No!' } : { builds: [protoBuild({})] }),
    });
    const services = new Map([...SERVICES, ['east', 'projects/p/locations/us-east1/services/worker']]);
    const target = closing(cloudRunTarget({ services, connection }));
    expect(await target.readBuilds(SINCE)).toMatchObject([
      { name: 'Cloud Build in us-west2', builds: { type: 'unknown' } },
      { name: 'Cloud Build in us-east1', builds: { type: 'known', value: [{ id: 'b1' }] } },
    ]);
  });

  it('an answer of another shape', async () => {
    const target = await aTarget({ ListRevisions: () => ({ revisions: [{ name: 'worker-1' }] }) });
    expect(await target.readRevisions('worker', SINCE)).toMatchObject({ type: 'unknown' });
  });
});

it('knows the command that gives all traffic to a revision', async () => {
  const target = await aTarget({});
  expect(target.rollbackCommand('worker', 'worker-1')).toBe(
    'gcloud run services update-traffic worker --to-revisions=worker-1=100 --region=us-west2 --project=p',
  );
  expect(target.rollbackCommand('other', 'other-1')).toBeNull();
});

type TargetOptions = Partial<Parameters<typeof cloudRunTarget>[0]>;

async function aTarget(answers: GoogleAnswers, options: TargetOptions = {}) {
  return (await aCloud(answers, options)).target;
}

async function aCloud(answers: GoogleAnswers, options: TargetOptions = {}) {
  const { connection, requests } = await aGoogleCloud(answers);
  return {
    target: closing(cloudRunTarget({ services: SERVICES, withinMs: 10_000, connection, ...options })),
    requests,
  };
}

function closing<T extends { close(): Promise<void> }>(target: T): T {
  onTestFinished(() => target.close());
  return target;
}

async function buildsOf(target: Awaited<ReturnType<typeof aTarget>>): Promise<readonly ServiceBuild[]> {
  return (await target.readBuilds(SINCE)).flatMap(({ builds }) => (builds.type === 'known' ? builds.value : []));
}

function revisionNamed({ name }: Readonly<Record<string, unknown>>): GoogleAnswer {
  return { name, createTime: protoTime('2026-02-05T23:00:00Z') };
}

function revisionAt(name: string, time: string, more: object = {}) {
  return { name: `${WORKER}/revisions/${name}`, createTime: protoTime(time), ...more };
}

function container(commit: string | undefined, tag: string) {
  const env = commit === undefined ? [] : [{ name: 'BUILD_COMMIT', value: commit }];
  return [{ image: `us-docker.pkg.dev/p/r/worker:${tag}`, env }];
}

function protoBuild(fields: object) {
  const time = protoTime('2026-02-05T23:01:00Z');
  return { id: 'b1', status: 'WORKING', createTime: time, startTime: time, ...fields };
}

/** Cloud Run and Cloud Build with the world of the contract. */
function answersOf({ serving, revisions, builds }: TargetWorld): GoogleAnswers {
  const serviceIn = (name: unknown) => String(name).split('/')[5] ?? '';
  return {
    GetService: ({ name }) => {
      const found = serving[serviceIn(name)];
      if (found === undefined) return { code: 5, details: 'Not found.' };
      const state = found.rollout === 'failed' ? 'CONDITION_FAILED' : 'CONDITION_SUCCEEDED';
      return {
        name,
        uri: found.url ?? '',
        reconciling: found.rollout === 'in-progress',
        terminalCondition: { state },
        trafficStatuses: found.serving.map(({ revision, percent }) => ({
          type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
          revision,
          percent,
        })),
      };
    },
    GetRevision: ({ name }) => {
      const served = Object.values(serving).flatMap((each) => each.serving);
      const commit = served.find(({ revision }) => String(name).endsWith(`/${revision}`))?.commit ?? null;
      return {
        name,
        createTime: protoTime('2026-02-05T23:00:00Z'),
        labels: commit === null ? {} : { 'commit-sha': commit },
      };
    },
    ListRevisions: ({ parent }) => ({
      revisions: revisions
        .filter(({ service }) => service === serviceIn(parent))
        .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
        .map(({ revision, createdAt, commit, by }) =>
          revisionAt(revision, createdAt, { creator: by, labels: commit === null ? {} : { 'commit-sha': commit } }),
        ),
    }),
    ListBuilds: () => ({ builds: builds.filter(isListed).map(asProto) }),
  };
}

/** Stands for the filter that the target sends. */
function isListed({ state, startedAt, endedAt }: ServiceBuild): boolean {
  return (
    state === 'running' ||
    state === 'queued' ||
    [startedAt, endedAt].some((time) => time !== null && new Date(time) >= SINCE)
  );
}

const STATUSES = {
  queued: 'QUEUED',
  running: 'WORKING',
  succeeded: 'SUCCESS',
  failed: 'FAILURE',
  unknown: 'STATUS_UNKNOWN',
};

function asProto({ id, state, startedAt, endedAt, commit, service }: ServiceBuild) {
  return {
    id,
    status: STATUSES[state],
    createTime: protoTime(startedAt),
    startTime: protoTime(startedAt),
    ...(endedAt === null ? {} : { finishTime: protoTime(endedAt) }),
    substitutions: commit === null ? {} : { COMMIT_SHA: commit },
    images: service === null ? [] : [`us-docker.pkg.dev/p/r/${service}`],
  };
}
