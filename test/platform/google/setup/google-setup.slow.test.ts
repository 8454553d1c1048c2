import { describe, expect, it } from 'vitest';
import { aGoogleProject, type GoogleProject, isWrite } from '#test/emulators/google-project/google-project.ts';
import { contentOf, type Json, PERMISSION_DENIED } from '#test/emulators/google-project/project-state.ts';
import { detailOf, having, OTHER_IMAGE, SIGNING_SECRET, setUp, WITH_TOKENS } from './a-setup.ts';

const SERVICE = 'projects/p/locations/us-central1/services/tipoff-bot';
const DENIED = { code: PERMISSION_DENIED, details: 'The caller does not have permission.' };
const SUBSCRIPTION = 'projects/p/subscriptions/requests-worker';

async function aReadyProject(): Promise<GoogleProject> {
  const project = await aGoogleProject();
  await setUp(project);
  return project;
}

function change(project: GoogleProject, name: string, to: (before: Json) => Json): void {
  project.state.resources.set(name, to(project.state.resources.get(name) ?? {}));
}

describe('gcp setup', () => {
  it('creates everything in an empty project', async () => {
    const project = await aGoogleProject();
    const report = await setUp(project);
    expect(report.steps.filter(({ result }) => result !== 'created' && result !== 'changed')).toEqual([]);
    expect([...project.state.resources.keys()].sort()).toEqual([
      'projects/p/databases/(default)',
      'projects/p/locations/us-central1/jobs/tipoff-check-jobs',
      'projects/p/locations/us-central1/jobs/tipoff-predict-last-call',
      'projects/p/locations/us-central1/jobs/tipoff-predict-last-call-2',
      'projects/p/locations/us-central1/services/tipoff-bot',
      'projects/p/locations/us-central1/services/tipoff-jobs',
      'projects/p/locations/us-central1/services/tipoff-worker',
      'projects/p/secrets/tipoff-audit-key',
      'projects/p/secrets/tipoff-slack-bot-token',
      'projects/p/secrets/tipoff-slack-signing-secret',
      'projects/p/subscriptions/requests-dlq-sub',
      SUBSCRIPTION,
      'projects/p/subscriptions/tipoff-builds',
      'projects/p/topics/cloud-builds',
      'projects/p/topics/requests',
      'projects/p/topics/requests-dlq',
    ]);
  });

  it('changes nothing the second time', async () => {
    const project = await aReadyProject();
    const [before, writes] = [contentOf(project.state), project.writes().length];
    const report = await setUp(project);
    expect(report.steps.filter(({ result }) => result !== 'unchanged')).toEqual([]);
    expect(project.writes()).toHaveLength(writes);
    expect(contentOf(project.state)).toEqual(before);
  });

  it('only reads in a dry run, and shows what it would do', async () => {
    const project = await aGoogleProject();
    const plan = await setUp(project, { request: { mode: 'plan' } });
    expect(project.writes()).toEqual([]);
    expect(having('to_create', plan)).toContain('service tipoff-bot');
    expect(having('not_possible', plan)).toEqual([]);
  });

  it('plans nothing for a project that is ready', async () => {
    const project = await aReadyProject();
    const plan = await setUp(project, { request: { mode: 'plan' } });
    expect(plan.steps.filter(({ result }) => result !== 'unchanged')).toEqual([]);
  });

  it('makes the same project when two people run it at once', async () => {
    const project = await aGoogleProject();
    const reports = await Promise.all([setUp(project), setUp(project)]);
    expect(reports.flatMap((report) => having('not_possible', report))).toEqual([]);
    const { versions: _, ...content } = contentOf(project.state);
    const { versions: __, ...alone } = contentOf((await aReadyProject()).state);
    expect(content).toEqual(alone);
  });

  it('names what differs, and repairs only that', async () => {
    const project = await aReadyProject();
    const before = contentOf(project.state);
    change(project, SUBSCRIPTION, (found) => ({ ...found, ackDeadlineSeconds: 10, pushConfig: {} }));
    change(project, SERVICE, (found) => ({ ...found, ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' }));
    const writes = project.writes().length;
    const report = await setUp(project);
    expect(having('changed', report)).toEqual(['subscription requests-worker', 'service tipoff-bot']);
    expect(detailOf('subscription requests-worker', report)).toBe(
      'Different: time to acknowledge, push endpoint and its account.',
    );
    expect(detailOf('service tipoff-bot', report)).toBe('Different: ingress.');
    expect(project.writes().slice(writes)).toEqual(['Subscriber/UpdateSubscription', 'Services/UpdateService']);
    expect(contentOf(project.state)).toEqual(before);
  });

  it('keeps the variables, volumes, audiences and traffic rules that others gave a service', async () => {
    const project = await aReadyProject();
    const others = { name: 'TIPOFF_OTHER', value: 'kept' };
    change(project, SERVICE, (found) => {
      const template = found['template'] as {
        containers: readonly (Json & { env: readonly Json[] })[];
        volumes: readonly Json[];
      };
      const [own, ...sidecars] = template.containers;
      return {
        ...found,
        customAudiences: ['https://tipoff.example'],
        traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'tipoff-bot-1', percent: 100, tag: '' }],
        template: { ...template, containers: [{ ...own, env: [others, ...(own?.env ?? [])] }, ...sidecars] },
      };
    });
    const report = await setUp(project, { request: { image: OTHER_IMAGE } });
    expect(detailOf('service tipoff-bot', report)).toBe('Different: image, audiences.');
    const service = project.state.resources.get(SERVICE) as {
      customAudiences: string[];
      traffic: Json[];
      template: { containers: { image: string; env: Json[] }[] };
    };
    expect(service.template.containers[0]?.image).toBe(OTHER_IMAGE);
    expect(service.template.containers[0]?.env).toContainEqual(expect.objectContaining(others));
    expect(service.customAudiences).toEqual(['https://tipoff.example', 'https://tipoff-bot-123.us-central1.run.app']);
    expect(service.traffic).toEqual([expect.objectContaining({ revision: 'tipoff-bot-1', percent: 100 })]);
  });

  it('keeps the deployed image without an image, and needs one for a service that does not exist', async () => {
    const withoutImage = { request: { image: undefined } } as object;
    const project = await aReadyProject();
    expect(having('unchanged', await setUp(project, withoutImage))).toContain('service tipoff-bot');
    const report = await setUp(await aGoogleProject(), withoutImage);
    expect(detailOf('service tipoff-bot', report)).toBe(
      'The service tipoff-bot does not exist yet, so setup needs an image: `tipoff gcp setup --image <name>@sha256:<digest>`.',
    );
    expect(having('not_possible', report)).toEqual([
      'service tipoff-bot',
      'service tipoff-jobs',
      'service tipoff-worker',
      'grant roles/run.invoker on service tipoff-worker to tipoff-pusher@p.iam.gserviceaccount.com',
      'grant roles/run.invoker on service tipoff-jobs to tipoff-scheduler@p.iam.gserviceaccount.com',
      'grant roles/run.invoker on service tipoff-bot to allUsers',
      'schedule tipoff-check-jobs',
      'schedule tipoff-predict-last-call',
      'schedule tipoff-predict-last-call-2',
    ]);
  });

  it('runs the workers as a pool that pulls, without an account for pushing', async () => {
    const project = await aGoogleProject();
    const report = await setUp(project, { request: { workers: 'pull' } });
    expect(having('not_possible', report)).toEqual([]);
    expect(project.state.resources.get(SUBSCRIPTION)).not.toHaveProperty('pushConfig.oidcToken.audience');
    expect([...project.state.resources.keys()]).toContain('projects/p/locations/us-central1/workerPools/tipoff-worker');
    expect(project.state.accounts.has('tipoff-pusher@p.iam.gserviceaccount.com')).toBe(false);
    expect(
      (await setUp(project, { request: { workers: 'pull' } })).steps.every(({ result }) => result === 'unchanged'),
    ).toBe(true);
  });
});

describe('the secrets', () => {
  it('get their values from the environment, which no report shows', async () => {
    const project = await aGoogleProject();
    const plan = await setUp(project, { request: { mode: 'plan' } });
    const report = await setUp(project);
    expect(project.state.versions.get('projects/p/secrets/tipoff-slack-signing-secret')).toEqual([SIGNING_SECRET]);
    expect(project.state.versions.get('projects/p/secrets/tipoff-audit-key')?.[0]).toMatch(
      /^-----BEGIN PRIVATE KEY-----/,
    );
    for (const shown of [plan, report]) expect(JSON.stringify(shown)).not.toMatch(/xoxb-|a-signing-secret|PRIVATE/);
  });

  it('get a new version for a new value, and keep the old one', async () => {
    const project = await aReadyProject();
    const report = await setUp(project, { secretValues: { ...WITH_TOKENS, SLACK_BOT_TOKEN: 'xoxb-new' } });
    expect(having('changed', report)).toEqual(['secret tipoff-slack-bot-token']);
    expect(detailOf('secret tipoff-slack-bot-token', report)).toBe(
      'Different: its value is not the one in SLACK_BOT_TOKEN.',
    );
    expect(project.state.versions.get('projects/p/secrets/tipoff-slack-bot-token')).toEqual([
      'xoxb-of-a-test',
      'xoxb-new',
    ]);
  });

  it('without a value stop only the service that reads them, and say how to give one', async () => {
    const project = await aGoogleProject();
    const report = await setUp(project, { secretValues: {} });
    expect(detailOf('secret tipoff-slack-bot-token', report)).toBe(
      'The secret has no value. Set SLACK_BOT_TOKEN and run setup again, or add the value: `gcloud secrets versions add tipoff-slack-bot-token --data-file=- --project p`.',
    );
    expect(having('created', report)).toContain('service tipoff-jobs');
    expect(detailOf('service tipoff-bot', report)).toBe(
      'It needs what is missing: secret tipoff-slack-bot-token, secret tipoff-slack-signing-secret.',
    );
    project.state.versions.set('projects/p/secrets/tipoff-slack-bot-token', ['xoxb-by-hand']);
    project.state.versions.set('projects/p/secrets/tipoff-slack-signing-secret', ['by-hand']);
    expect(having('not_possible', await setUp(project, { secretValues: {} }))).toEqual([]);
  });
});

/** The interfaces of Google, the calls of each, and the role that lets a person use it. */
const INTERFACES: readonly [string, RegExp, string][] = [
  ['Service Usage', /serviceusage/, 'roles/serviceusage.serviceUsageAdmin'],
  ['IAM', / iam\.googleapis/, 'roles/iam.serviceAccountAdmin'],
  ['Resource Manager', /IamPolicy$/, 'roles/resourcemanager.projectIamAdmin'],
  ['Firestore', /FirestoreAdmin/, 'roles/datastore.owner'],
  ['BigQuery', /bigquery\.googleapis\.com\/bigquery/, 'roles/bigquery.admin'],
  ['Pub/Sub topics', /Publisher/, 'roles/pubsub.admin'],
  ['Pub/Sub subscriptions', /Subscriber/, 'roles/pubsub.admin'],
  ['Secret Manager', /SecretManagerService/, 'roles/secretmanager.admin'],
  ['Cloud Run', /^Services/, 'roles/run.admin'],
  ['Cloud Scheduler', /CloudScheduler/, 'roles/cloudscheduler.admin'],
];

describe('a person without a role', () => {
  it.for(INTERFACES)('in %s gets the name of the role, and everything else is set up', async ([, denied, role]) => {
    const project = await aGoogleProject();
    project.intercept = (call) => (denied.test(call) ? DENIED : undefined);
    const report = await setUp(project);
    const failed = having('not_possible', report);
    expect(failed.map((resource) => detailOf(resource, report)).join('\n')).toContain(
      `Grant your account the role ${role}`,
    );
    for (const resource of failed)
      expect(detailOf(resource, report)).toMatch(/Grant your account the role roles\/|^It needs what /);
    expect(having('created', report).length + having('changed', report).length).toBe(
      report.steps.length - failed.length,
    );
    // The roles of an account fail with the account, and they are half of all resources.
    expect(failed.length).toBeLessThanOrEqual(report.steps.length * 0.6);
    project.intercept = () => undefined;
    expect(having('not_possible', await setUp(project))).toEqual([]);
  });

  it('gets one sentence and no plan when the project cannot be read', async () => {
    const project = await aGoogleProject();
    project.intercept = () => DENIED;
    await expect(setUp(project)).rejects.toThrow(/roles\/browser.*gcloud services enable cloudresourcemanager/);
    expect(project.calls).toHaveLength(1);
  });
});

describe('an interrupted setup', () => {
  it('is completed by the next one, whatever the change was after which it ended', { timeout: 240_000 }, async () => {
    const project = await aGoogleProject();
    let runs = 0;
    for (let left = true; left; runs += 1) {
      const allowed = project.writes().length + 1;
      // The change takes effect, and nothing can be changed after it.
      project.intercept = (call, writesBefore) =>
        writesBefore >= allowed && isWrite(call)
          ? { code: PERMISSION_DENIED, details: 'The setup was interrupted.' }
          : undefined;
      const report = await setUp(project);
      left = having('not_possible', report).length > 0;
    }
    expect(runs).toBeGreaterThan(50);
    expect(contentOf(project.state)).toEqual(contentOf((await aReadyProject()).state));
  });
});
