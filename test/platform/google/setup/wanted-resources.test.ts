import { describe, expect, it } from 'vitest';
import type { CloudSettings } from '#src/platform/google/setup/cloud-settings.ts';
import { wantedResources } from '#src/platform/google/setup/wanted-resources.ts';
import { IMAGE, SETTINGS } from './a-setup.ts';

const PUSH: CloudSettings = { ...SETTINGS, projectNumber: '123', workers: 'push', image: IMAGE, given: new Set() };
const VARIANTS: readonly [string, CloudSettings][] = [
  ['push', PUSH],
  ['pull', { ...PUSH, workers: 'pull' }],
  ['Socket Mode', { ...PUSH, slack: 'socket' }],
  ['all secrets', { ...PUSH, given: new Set(['TIPOFF_GITHUB_TOKEN', 'TIPOFF_HEARTBEAT_URL']) }],
];

function service(name: string, settings: CloudSettings = PUSH) {
  const found = wantedResources(settings).find(({ id }) => id === `service ${name}`)?.wanted;
  if (found?.kind !== 'service') throw new Error(`The list of wanted resources has no service ${name}.`);
  return found.spec;
}

function invokersOf(name: string, settings: CloudSettings = PUSH): readonly string[] {
  return wantedResources(settings).flatMap(({ wanted }) =>
    wanted.kind === 'grant' && wanted.on.type === 'service' && wanted.on.name === name ? [wanted.member] : [],
  );
}

describe('the wanted resources', () => {
  it.for(VARIANTS)('have distinct names and come after what they need: %s', ([, settings]) => {
    const resources = wantedResources(settings);
    const ids = resources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [at, { needs }] of resources.entries())
      expect(needs.filter((need) => !ids.slice(0, at).includes(need))).toEqual([]);
  });

  it('let everybody call only the bot, and only when Slack sends requests to it', () => {
    expect(invokersOf('tipoff-bot')).toEqual(['allUsers']);
    expect(invokersOf('tipoff-bot', { ...PUSH, slack: 'socket' })).toEqual([]);
    expect(invokersOf('tipoff-worker')).toEqual(['serviceAccount:tipoff-pusher@p.iam.gserviceaccount.com']);
    expect(invokersOf('tipoff-jobs')).toEqual(['serviceAccount:tipoff-scheduler@p.iam.gserviceaccount.com']);
    expect(['tipoff-bot', 'tipoff-jobs', 'tipoff-worker'].map((name) => service(name).reachableFrom)).toEqual([
      'everywhere',
      'project',
      'project',
    ]);
  });

  it('give the secrets of Slack and its settings to the bot alone', () => {
    expect(service('tipoff-bot').secretVariables).toEqual({
      SLACK_BOT_TOKEN: 'tipoff-slack-bot-token',
      SLACK_SIGNING_SECRET: 'tipoff-slack-signing-secret',
    });
    expect(service('tipoff-bot').environment).toMatchObject({ SLACK: 'http', SLACK_CHANNEL: 'nba-predictions' });
    expect(service('tipoff-jobs').secretVariables).toEqual({});
    expect(Object.keys(service('tipoff-jobs').environment).join()).not.toMatch(/SLACK/);
  });

  it('name the same push in the subscription and in every program', () => {
    const push = wantedResources(PUSH).find(({ id }) => id === 'subscription requests-worker')?.wanted;
    const url = 'https://tipoff-worker-123.us-central1.run.app';
    expect(push).toMatchObject({
      push: {
        endpoint: `${url}/pubsub/predict`,
        audience: url,
        serviceAccount: 'tipoff-pusher@p.iam.gserviceaccount.com',
      },
    });
    for (const name of ['tipoff-bot', 'tipoff-jobs', 'tipoff-worker'])
      expect(service(name).environment).toMatchObject({
        GCP_PUSH_ENDPOINT: `${url}/pubsub/predict`,
        GCP_PUSH_AUDIENCE: url,
        GCP_PUSH_SERVICE_ACCOUNT: 'tipoff-pusher@p.iam.gserviceaccount.com',
      });
  });

  it('let the bot alone read the messages of Cloud Build, from a subscription that setup makes', () => {
    const own = { kind: 'subscription', subscription: 'tipoff-builds', topic: 'cloud-builds' };
    expect(wantedResources(PUSH).map(({ wanted }) => wanted)).toContainEqual(expect.objectContaining(own));
    const variable = { TIPOFF_BUILDS_SUBSCRIPTION: 'projects/p/subscriptions/tipoff-builds' };
    expect(service('tipoff-bot').environment).toMatchObject(variable);
    expect(Object.keys(service('tipoff-jobs').environment).join()).not.toMatch(/BUILDS/);
  });

  it('leave a subscription of another project to its owner', () => {
    const given = 'projects/other/subscriptions/builds';
    const settings = { ...PUSH, environment: { ...PUSH.environment, TIPOFF_BUILDS_SUBSCRIPTION: given } };
    expect(
      wantedResources(settings).filter(({ id }) => /builds(?!\.viewer)/.test(id.replace('cloudbuild', ''))),
    ).toEqual([]);
    expect(service('tipoff-bot', settings).environment).toMatchObject({ TIPOFF_BUILDS_SUBSCRIPTION: given });
  });

  it('start a job once for each of its times, in the name of the scheduler', () => {
    const times = wantedResources(PUSH).flatMap(({ wanted }) =>
      wanted.kind === 'schedule' ? [[wanted.jobId, wanted.due, wanted.target.endpoint]] : [],
    );
    const url = 'https://tipoff-jobs-123.us-central1.run.app/jobs';
    expect(times).toEqual([
      ['tipoff-check-jobs', '*/15 * * * *', `${url}/check-jobs`],
      ['tipoff-predict-last-call', '*/15 9-15 * * *', `${url}/predict-last-call`],
      ['tipoff-predict-last-call-2', '0 16 * * *', `${url}/predict-last-call`],
    ]);
  });
});
