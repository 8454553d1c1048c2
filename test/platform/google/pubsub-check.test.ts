import { once } from 'node:events';
import { createServer } from 'node:http';
import { PassThroughClient } from 'google-auth-library';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { type GoogleProject, googleProject } from '#src/platform/google/google-project.ts';
import { pubsubCheck } from '#src/platform/google/pubsub-check.ts';
import { aGoogleCloud } from '#test/emulators/google-cloud.ts';
import type { GoogleAnswers } from '#test/emulators/google-server.ts';

const NUMBER = '123456789';
const AGENT = `serviceAccount:service-${NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com`;
const PUSH = {
  type: 'push',
  endpoint: 'https://worker.example/pubsub/predict',
  audience: 'https://worker.example',
  serviceAccount: 'push@p.iam.gserviceaccount.com',
} as const;
const PULL = { type: 'pull' } as const;
const DENIED = { code: 7, details: 'User not authorized to perform this action.' } as const;
const MISSING = { code: 5, details: 'Resource not found (resource=s).' } as const;
/** Whatever Google answers, the check ends within this time. */
const WITHIN_MS = 10_000;
/** Long enough for a busy machine. */
const PATIENCE_MS = 30_000;
const SHORT_MS = 500;

const REQUESTS = {
  name: 'projects/p/subscriptions/s',
  topic: 'projects/p/topics/t',
  ackDeadlineSeconds: 300,
  retryPolicy: { minimumBackoff: { seconds: 10 }, maximumBackoff: { seconds: 600 } },
  expirationPolicy: {},
  deadLetterPolicy: { deadLetterTopic: 'projects/p/topics/t-dlq', maxDeliveryAttempts: 15 },
};
const DEAD_LETTERS = {
  ...REQUESTS,
  name: 'projects/p/subscriptions/t-dlq-sub',
  topic: 'projects/p/topics/t-dlq',
  deadLetterPolicy: null,
};
const PUSH_CONFIG = {
  pushEndpoint: PUSH.endpoint,
  oidcToken: { serviceAccountEmail: PUSH.serviceAccount, audience: PUSH.audience },
};
const PROJECT: GoogleProject = { number: async () => NUMBER, policy: async () => ({ bindings: [] }) };

interface World {
  /** Changes of the subscription to the requests. */
  readonly requests?: object;
  readonly deadLetters?: object;
  readonly answers?: GoogleAnswers;
  readonly project?: GoogleProject;
  readonly delivery?: typeof PULL | typeof PUSH;
  readonly withinMs?: number;
}

/** Checks a project in which everything is right, except for what is given. */
async function findingsOf(world: World) {
  const { requests = {}, deadLetters = {}, answers, project = PROJECT, delivery = PULL } = world;
  const { address: client } = await aGoogleCloud({
    GetTopic: ({ topic }) => ({ name: topic }),
    GetSubscription: ({ subscription }) =>
      subscription === REQUESTS.name ? { ...REQUESTS, ...requests } : { ...DEAD_LETTERS, ...deadLetters },
    GetIamPolicy: ({ resource }) => policyOf(String(resource).includes('/topics/') ? 'publisher' : 'subscriber', AGENT),
    ...answers,
  });
  const check = pubsubCheck({
    projectId: 'p',
    topic: 't',
    subscription: 's',
    delivery,
    client,
    project,
    withinMs: world.withinMs ?? PATIENCE_MS,
  });
  return await check();
}

function policyOf(role: string, ...members: string[]) {
  return { bindings: [{ role: `roles/pubsub.${role}`, members }] };
}

it('finds nothing where everything is right, for workers that pull and for a push', async () => {
  expect(await findingsOf({})).toEqual([]);
  expect(await findingsOf({ delivery: PUSH, requests: { pushConfig: PUSH_CONFIG } })).toEqual([]);
});

const UPDATE = 'gcloud pubsub subscriptions update s --project=p';
const MODIFY = 'gcloud pubsub subscriptions modify-push-config s --project=p';
const PUSH_FLAGS = `--push-endpoint=${PUSH.endpoint} --push-auth-service-account=${PUSH.serviceAccount} --push-auth-token-audience=${PUSH.audience}`;

describe('a subscription that is wrong is named with the command that corrects it', () => {
  it.each<[string, World, RegExp, string]>([
    [
      'of another topic',
      { requests: { topic: '_deleted-topic_' } },
      /belongs to _deleted-topic_/,
      'gcloud pubsub subscriptions delete s --project=p && gcloud pubsub subscriptions create s --project=p --topic=t',
    ],
    [
      'with a filter',
      { requests: { filter: 'attributes.x = "y"' } },
      /has the filter .* are lost/,
      'gcloud pubsub subscriptions delete s',
    ],
    [
      'with a short ack deadline',
      { requests: { ackDeadlineSeconds: 10 } },
      /waits only 10 seconds/,
      `${UPDATE} --ack-deadline=300`,
    ],
    [
      'without a pause before the next delivery',
      { requests: { retryPolicy: null } },
      /again at once/,
      `${UPDATE} --min-retry-delay=10s --max-retry-delay=600s`,
    ],
    [
      'that expires',
      { requests: { expirationPolicy: { ttl: { seconds: 2_678_400 } } } },
      /is deleted when it is not used/,
      `${UPDATE} --expiration-period=never`,
    ],
    [
      'that expires by default',
      { requests: { expirationPolicy: null } },
      /is deleted when it is not used/,
      `${UPDATE} --expiration-period=never`,
    ],
    [
      'without dead letters',
      { requests: { deadLetterPolicy: null } },
      /has no dead-letter topic/,
      `${UPDATE} --dead-letter-topic=t-dlq --max-delivery-attempts=15`,
    ],
    [
      'with other attempts',
      { requests: { deadLetterPolicy: { ...REQUESTS.deadLetterPolicy, maxDeliveryAttempts: 5 } } },
      /after 5 deliveries\. It must be t-dlq after 15/,
      `${UPDATE} --dead-letter-topic=t-dlq`,
    ],
    [
      'that pushes to workers that pull',
      { requests: { pushConfig: PUSH_CONFIG } },
      /pushes to https:\/\/worker.example\/pubsub\/predict, but the workers pull/,
      `${MODIFY} --push-endpoint=""`,
    ],
    ['that does not push', { delivery: PUSH }, /its endpoint is not set and must be https/, `${MODIFY} ${PUSH_FLAGS}`],
    [
      'that pushes as another account',
      {
        delivery: PUSH,
        requests: {
          pushConfig: { ...PUSH_CONFIG, oidcToken: { serviceAccountEmail: 'x@y', audience: PUSH.audience } },
        },
      },
      /its service account is x@y and must be push@p/,
      `${MODIFY} ${PUSH_FLAGS}`,
    ],
    [
      'that pushes for another audience',
      {
        delivery: PUSH,
        requests: {
          pushConfig: { ...PUSH_CONFIG, oidcToken: { serviceAccountEmail: PUSH.serviceAccount, audience: '' } },
        },
      },
      /its audience is not set/,
      `${MODIFY} ${PUSH_FLAGS}`,
    ],
    [
      'that pushes without the wrapper',
      { delivery: PUSH, requests: { pushConfig: { ...PUSH_CONFIG, noWrapper: { writeMetadata: true } } } },
      /its wrapping is off and must be on/,
      `${MODIFY} ${PUSH_FLAGS}`,
    ],
    [
      'of the dead letters that expires',
      { deadLetters: { expirationPolicy: null } },
      /The subscription t-dlq-sub is deleted/,
      'gcloud pubsub subscriptions update t-dlq-sub --project=p --expiration-period=never',
    ],
    [
      'of the dead letters that pushes',
      { deadLetters: { pushConfig: PUSH_CONFIG } },
      /but Tipoff pulls dead letters/,
      'gcloud pubsub subscriptions modify-push-config t-dlq-sub --project=p --push-endpoint=""',
    ],
  ])('%s', async (...[, world, message, fix]) => {
    expect(await findingsOf(world)).toEqual([
      { level: 'wrong', message: expect.stringMatching(message), fix: expect.stringContaining(fix) },
    ]);
  });
});

it('names every topic and subscription that does not exist, with the command that creates it', async () => {
  const answers = { GetTopic: () => MISSING, GetSubscription: () => MISSING, GetIamPolicy: () => MISSING };
  const findings = await findingsOf({ answers, delivery: PUSH });
  expect(findings.map(({ message }) => message)).toEqual([
    'The topic t does not exist.',
    'The topic t-dlq does not exist.',
    'The subscription s does not exist, so the messages of the topic t are lost.',
    'The subscription t-dlq-sub does not exist, so the messages of the topic t-dlq are lost.',
  ]);
  expect(findings.map(({ fix }) => fix)).toEqual([
    'gcloud pubsub topics create t --project=p',
    'gcloud pubsub topics create t-dlq --project=p',
    `gcloud pubsub subscriptions create s --project=p --topic=t --ack-deadline=300 --min-retry-delay=10s --max-retry-delay=600s --expiration-period=never ${PUSH_FLAGS} --dead-letter-topic=t-dlq --max-delivery-attempts=15`,
    'gcloud pubsub subscriptions create t-dlq-sub --project=p --topic=t-dlq --ack-deadline=300 --min-retry-delay=10s --max-retry-delay=600s --expiration-period=never',
  ]);
});

describe("the rights of Pub/Sub's own account", () => {
  const nobody: GoogleAnswers = { GetIamPolicy: () => ({ bindings: [] }) };

  it('are wrong where neither the resources nor the project give them', async () => {
    expect(await findingsOf({ answers: nobody })).toEqual([
      {
        level: 'wrong',
        message: expect.stringMatching(
          /^Pub\/Sub's own account .* does not have the role roles\/pubsub.publisher on the topic t-dlq/,
        ),
        fix: `gcloud pubsub topics add-iam-policy-binding t-dlq --project=p --member=${AGENT} --role=roles/pubsub.publisher`,
      },
      {
        level: 'wrong',
        message: expect.stringMatching(/does not have the role roles\/pubsub.subscriber on the subscription s/),
        fix: `gcloud pubsub subscriptions add-iam-policy-binding s --project=p --member=${AGENT} --role=roles/pubsub.subscriber`,
      },
    ]);
  });

  it('may come from the project', async () => {
    const project = { ...PROJECT, policy: async () => policyOf('editor', AGENT) };
    expect(await findingsOf({ answers: nobody, project })).toEqual([]);
  });

  it.each([
    [
      'the account of another project',
      { bindings: [{ role: 'roles/pubsub.admin', members: [AGENT.replace(NUMBER, '1')] }] },
    ],
    [
      'a role under a condition',
      { bindings: [{ role: 'roles/pubsub.admin', members: [AGENT], condition: { title: 'until May' } }] },
    ],
  ])('do not come from %s', async (_, policy) => {
    expect(await findingsOf({ answers: { GetIamPolicy: () => policy } })).toHaveLength(2);
  });

  it('are unknown where the policies cannot be read, with the role that lets Tipoff read them', async () => {
    const findings = await findingsOf({ answers: { GetIamPolicy: () => DENIED } });
    expect(findings.map(({ level }) => level)).toEqual(['unknown', 'unknown']);
    expect(findings[0]?.message).toMatch(
      /does not let Tipoff read the policy of the topic t-dlq\. Grant .* roles\/iam\.securityReviewer/,
    );
  });

  it('are unknown where only the project could give them and its policy cannot be read', async () => {
    const project = { ...PROJECT, policy: () => Promise.reject(Object.assign(new Error('No!'), { code: 7 })) };
    const findings = await findingsOf({ answers: nobody, project });
    expect(findings.map(({ level }) => level)).toEqual(['unknown', 'unknown']);
    expect(findings[0]?.message).toMatch(/It may have the role in the whole project, which is unknown/);
  });

  it("are compared with any project's account while the number of the project is unknown", async () => {
    const project = { ...PROJECT, number: () => Promise.reject(Object.assign(new Error('No!'), { code: 7 })) };
    expect(await findingsOf({ project })).toEqual([]);
    const [missing] = await findingsOf({ project, answers: nobody });
    expect(missing?.fix).toContain('service-PROJECT_NUMBER@gcp-sa-pubsub');
  });
});

it.each([
  [
    'denies access',
    DENIED,
    /does not let Tipoff read the topic t\. Grant Tipoff's account the role roles\/pubsub.viewer/,
  ],
  [
    'does not know the project',
    { code: 5, details: 'Requested project not found (project=p).' },
    /Set GCP_PROJECT_ID to the id of an existing project/,
  ],
  ['does not accept the credentials', { code: 16, details: 'No.' }, /Run `gcloud auth application-default login`/],
  ['does not answer', 'hangs', /did not answer for the topic t within 0\.5 seconds/],
  ['cannot be reached', { code: 14, details: 'No connection.' }, /cannot be reached/],
] as const)('everything is unknown, and nothing is wrong, when Google %s', async (_, answer, why) => {
  const always = () => answer;
  const started = performance.now();
  const findings = await findingsOf({
    answers: { GetTopic: always, GetSubscription: always, GetIamPolicy: always },
    ...(answer === 'hangs' ? { withinMs: SHORT_MS } : {}),
  });
  expect(performance.now() - started).toBeLessThan(WITHIN_MS);
  expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(['unknown']));
  expect(findings[0]?.message).toMatch(why);
});

describe('the Resource Manager', () => {
  it('gives the number and the policy of the project', async () => {
    const project = await aProject((path) => ({
      status: 200,
      body: path.endsWith(':getIamPolicy') ? policyOf('editor', AGENT) : { projectNumber: NUMBER },
    }));
    expect(await project.number()).toBe(NUMBER);
    expect((await project.policy()).bindings).toMatchObject([{ role: 'roles/pubsub.editor', members: [AGENT] }]);
  });

  it.each([
    [401, 16],
    [403, 7],
    [404, 5],
  ])('fails with status %i like a gRPC interface with code %i', async (status, code) => {
    const project = await aProject(() => ({ status, body: { error: { message: 'No!' } } }));
    await expect(project.number()).rejects.toMatchObject({ code });
  });
});

/** A project whose Resource Manager is a server on loopback. */
async function aProject(answer: (path: string) => { readonly status: number; readonly body: object }) {
  const server = createServer((request, response) => {
    const { status, body } = answer(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const url = `http://127.0.0.1:${port}`;
  return googleProject({ projectId: 'p', withinMs: PATIENCE_MS, url, authClient: new PassThroughClient() });
}
