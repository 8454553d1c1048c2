import { BUILDS_TOPIC, buildsSubscription } from './builds-subscription.ts';
import type { CloudSettings } from './cloud-settings.ts';
import { ACCOUNTS, type AccountName, GRANTS, type GrantPlace, type RoleGrant } from './grants.ts';
import type { GrantTarget, PushTarget, Resource, WantedResource } from './resource.ts';
import { SECRETS, type SecretId } from './secrets.ts';
import { isNeeded } from './setup-conditions.ts';
import { accountEmail, serviceUrl, wantedPrograms } from './wanted-programs.ts';

const PUSH_PATH = '/pubsub/predict';
/** The APIs that setup enables. Those for enabling and for reading the project are enabled by hand. */
const API = {
  firestore: 'firestore.googleapis.com',
  bigquery: 'bigquery.googleapis.com',
  pubsub: 'pubsub.googleapis.com',
  logging: 'logging.googleapis.com',
  iam: 'iam.googleapis.com',
  secrets: 'secretmanager.googleapis.com',
  run: 'run.googleapis.com',
  builds: 'cloudbuild.googleapis.com',
  scheduler: 'cloudscheduler.googleapis.com',
} as const;

/** Lists everything that the project needs, each resource after those that it needs. */
export function wantedResources(settings: CloudSettings): readonly Resource[] {
  return [
    ...Object.values(API).map((api) => resource({ kind: 'api', api })),
    ...accounts(settings),
    ...stores(settings),
    ...queue(settings),
    ...builds(settings),
    ...neededSecrets(settings).map((secretId) =>
      resource({ kind: 'secret', secretId, variable: SECRETS[secretId] }, [apiId('secrets')]),
    ),
    ...GRANTS.filter((each) => isNeeded(each, settings) && !isOnService(each)).flatMap((each) =>
      grants(each, settings),
    ),
    ...programs(settings),
    ...GRANTS.filter((each) => isNeeded(each, settings) && isOnService(each)).flatMap((each) => grants(each, settings)),
    ...schedule(settings),
  ];
}

function accounts({ workers }: CloudSettings): readonly Resource[] {
  return Object.entries(ACCOUNTS)
    .filter(([name]) => workers === 'push' || name !== 'pusher')
    .map(([name, title]) => resource({ kind: 'account', accountId: `tipoff-${name}`, title }, [apiId('iam')]));
}

function stores({ database: { id, location, indexes }, datasets }: CloudSettings): readonly Resource[] {
  const database = resource({ kind: 'database', databaseId: id, location }, [apiId('firestore')]);
  return [
    database,
    resource({ kind: 'indexes', databaseId: id, indexes }, [database.id]),
    ...(datasets.length === 0 ? [] : [resource({ kind: 'tables' }, [apiId('bigquery')])]),
  ];
}

function queue(settings: CloudSettings): readonly Resource[] {
  const { queue: names } = settings;
  const requests = resource({ kind: 'topic', topic: names.topic }, [apiId('pubsub')]);
  const deadLetters = resource({ kind: 'topic', topic: names.deadLetterTopic }, [apiId('pubsub')]);
  const push = pushTarget(settings);
  return [
    requests,
    deadLetters,
    resource(
      {
        kind: 'subscription',
        subscription: names.deadLetterSubscription,
        topic: names.deadLetterTopic,
        deadLetterTopic: undefined,
        push: undefined,
      },
      [deadLetters.id],
    ),
    resource(
      {
        kind: 'subscription',
        subscription: names.subscription,
        topic: names.topic,
        deadLetterTopic: names.deadLetterTopic,
        push,
      },
      [requests.id, deadLetters.id, ...(push === undefined ? [] : [accountId('pusher')])],
    ),
  ];
}

/** The subscription to Cloud Build's messages, with the topic to which Cloud Build publishes by itself. */
function builds(settings: CloudSettings): readonly Resource[] {
  const { own } = buildsSubscription(settings);
  if (own === undefined) return [];
  const topic = resource({ kind: 'topic', topic: BUILDS_TOPIC }, [apiId('pubsub')]);
  const wanted = { subscription: own, topic: BUILDS_TOPIC, deadLetterTopic: undefined, push: undefined };
  return [topic, resource({ kind: 'subscription', ...wanted }, [topic.id])];
}

function pushTarget(settings: CloudSettings): PushTarget | undefined {
  if (settings.workers === 'pull') return undefined;
  const audience = serviceUrl('tipoff-worker', settings);
  return { endpoint: `${audience}${PUSH_PATH}`, audience, serviceAccount: accountEmail('pusher', settings) };
}

function neededSecrets(settings: CloudSettings): readonly SecretId[] {
  const granted = new Set(GRANTS.filter((each) => isNeeded(each, settings)).map(({ on }) => on));
  return Object.keys(SECRETS).filter((id): id is SecretId => granted.has(`the secret ${id}`));
}

function isOnService({ on }: RoleGrant): boolean {
  return on.startsWith('the service ');
}

function grants({ to, role, on }: RoleGrant, settings: CloudSettings): readonly Resource[] {
  return targetsOf(on, settings).map((target) =>
    resource({ kind: 'grant', on: target, role, member: memberOf(to, settings) }, [
      ...(to in ACCOUNTS ? [accountId(to as AccountName)] : []),
      ...needsOf(target),
    ]),
  );
}

function memberOf(to: RoleGrant['to'], settings: CloudSettings): string {
  if (to === 'everybody') return 'allUsers';
  if (to !== 'Pub/Sub') return `serviceAccount:${accountEmail(to, settings)}`;
  return `serviceAccount:service-${settings.projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`;
}

function targetsOf(place: GrantPlace, settings: CloudSettings): readonly GrantTarget[] {
  const { queue: names, datasets } = settings;
  switch (place) {
    case 'the project':
      return [{ type: 'project' }];
    case 'the datasets':
      return datasets.map((name) => ({ type: 'dataset', name }));
    case 'the requests topic':
      return [{ type: 'topic', name: names.topic }];
    case 'the dead-letter topic':
      return [{ type: 'topic', name: names.deadLetterTopic }];
    case 'the requests subscription':
      return [{ type: 'subscription', name: names.subscription }];
    case 'the dead-letter subscription':
      return [{ type: 'subscription', name: names.deadLetterSubscription }];
    case 'the builds subscription': {
      const { own } = buildsSubscription(settings);
      return own === undefined ? [] : [{ type: 'subscription', name: own }];
    }
    default: {
      const type = place.startsWith('the secret ') ? 'secret' : 'service';
      return [{ type, name: place.slice(`the ${type} `.length) }];
    }
  }
}

function needsOf(target: GrantTarget): readonly string[] {
  if (target.type === 'project') return [];
  return target.type === 'dataset' ? ['tables'] : [`${target.type} ${target.name}`];
}

function programs(settings: CloudSettings): readonly Resource[] {
  return wantedPrograms(settings).map((wanted) => {
    const { role, secretVariables, auditKey } = wanted.spec;
    const secrets = [...Object.values(secretVariables), auditKey.secret].map((secret) => `secret ${secret}`);
    return resource(wanted, [apiId('run'), accountId(role), ...secrets]);
  });
}

function schedule(settings: CloudSettings): readonly Resource[] {
  const audience = serviceUrl('tipoff-jobs', settings);
  const serviceAccount = accountEmail('scheduler', settings);
  return settings.jobs.flatMap(({ name, summary, due }) =>
    due.map((pattern, at) =>
      resource(
        {
          kind: 'schedule',
          jobId: at === 0 ? `tipoff-${name}` : `tipoff-${name}-${at + 1}`,
          summary,
          due: pattern,
          target: { endpoint: `${audience}/jobs/${name}`, audience, serviceAccount },
        },
        [apiId('scheduler'), accountId('scheduler'), 'service tipoff-jobs'],
      ),
    ),
  );
}

function resource(wanted: WantedResource, needs: readonly string[] = []): Resource {
  return { id: idOf(wanted), needs, wanted };
}

function apiId(name: keyof typeof API): string {
  return idOf({ kind: 'api', api: API[name] });
}

function accountId(name: AccountName): string {
  return `account tipoff-${name}`;
}

function idOf(wanted: WantedResource): string {
  switch (wanted.kind) {
    case 'api':
      return `api ${wanted.api}`;
    case 'database':
      return `database ${wanted.databaseId}`;
    case 'indexes':
      return 'indexes';
    case 'tables':
      return 'tables';
    case 'account':
      return `account ${wanted.accountId}`;
    case 'secret':
      return `secret ${wanted.secretId}`;
    case 'topic':
      return `topic ${wanted.topic}`;
    case 'subscription':
      return `subscription ${wanted.subscription}`;
    case 'grant':
      return `grant ${wanted.role} on ${wanted.on.type}${wanted.on.type === 'project' ? '' : ` ${wanted.on.name}`} to ${wanted.member.replace('serviceAccount:', '')}`;
    case 'service':
      return `service ${wanted.spec.name}`;
    case 'worker-pool':
      return `worker pool ${wanted.spec.name}`;
    case 'schedule':
      return `schedule ${wanted.jobId}`;
  }
}
