/** The accounts that Tipoff creates, each with its title in the console. */
export const ACCOUNTS = {
  bot: 'Tipoff: Slack, the API and the watches',
  jobs: 'Tipoff: schedule, batches and grading',
  worker: 'Tipoff: prediction workers',
  pusher: 'Tipoff: Pub/Sub, when it pushes requests',
  scheduler: 'Tipoff: Cloud Scheduler, when it starts jobs',
} as const;
export type AccountName = keyof typeof ACCOUNTS;

/** Where a role is granted, before the names of the configuration are known. */
export type GrantPlace =
  | 'the project'
  | 'the datasets'
  | 'the requests topic'
  | 'the requests subscription'
  | 'the dead-letter topic'
  | 'the dead-letter subscription'
  | 'the builds subscription'
  | 'the service tipoff-bot'
  | 'the service tipoff-jobs'
  | 'the service tipoff-worker'
  | `the secret ${string}`;

/** A condition of the configuration. `push` and `pull`: how requests reach the workers. `http` and `socket`: how Slack reaches the bot. The others: whether their variable is set. */
type GrantCondition = 'push' | 'pull' | 'http' | 'socket' | 'github' | 'heartbeat';

export interface RoleGrant {
  /** `Pub/Sub` is the agent with which Pub/Sub acts in the project. */
  readonly to: AccountName | 'Pub/Sub' | 'everybody';
  readonly role: string;
  readonly on: GrantPlace;
  readonly why: string;
  /** The grant is needed only under this condition. */
  readonly only?: GrantCondition;
}

const DOCUMENTS = { role: 'roles/datastore.user', on: 'the project' } as const;
const QUERIES = { role: 'roles/bigquery.jobUser', on: 'the project', why: 'runs queries and loads' } as const;
const ROWS = { role: 'roles/bigquery.dataEditor', on: 'the datasets' } as const;
const SERVING = { role: 'roles/run.viewer', on: 'the project', why: 'sees which commits serve' } as const;
const BUILDS = { role: 'roles/cloudbuild.builds.viewer', on: 'the project', why: 'sees the running builds' } as const;
const PUBLISH = { role: 'roles/pubsub.publisher', on: 'the requests topic', why: 'requests predictions' } as const;
const CHECK = { role: 'roles/pubsub.viewer', why: 'checks the settings of the queue' } as const;
const SECRET = 'roles/secretmanager.secretAccessor';
const AUDIT_KEY = { role: SECRET, on: 'the secret tipoff-audit-key', why: 'signs its part of the audit' } as const;
const ADD_HEADS = { role: 'roles/logging.logWriter', on: 'the project', why: 'adds to the log of the audit' } as const;
const READ_HEADS = { role: 'roles/logging.viewer', on: 'the project', why: 'reads the log of the audit' } as const;
const GITHUB = { role: SECRET, on: 'the secret tipoff-github-token', why: 'compares commits', only: 'github' } as const;

/** Every role that setup grants, and why. The documentation shows this table. */
export const GRANTS: readonly RoleGrant[] = [
  { to: 'bot', ...DOCUMENTS, why: 'reads and writes locks, sessions, batches and posts' },
  { to: 'bot', ...QUERIES },
  { to: 'bot', ...ROWS, why: 'reads predictions, and writes what commands change' },
  { to: 'bot', ...PUBLISH },
  { to: 'bot', ...SERVING },
  { to: 'bot', ...BUILDS },
  {
    to: 'bot',
    role: 'roles/pubsub.subscriber',
    on: 'the builds subscription',
    why: 'reads the messages of Cloud Build',
  },
  {
    to: 'bot',
    role: 'roles/pubsub.viewer',
    on: 'the builds subscription',
    why: 'sees whether the messages can be read',
  },
  { to: 'bot', role: SECRET, on: 'the secret tipoff-slack-bot-token', why: 'posts messages' },
  { to: 'bot', role: SECRET, on: 'the secret tipoff-slack-signing-secret', why: 'checks requests', only: 'http' },
  { to: 'bot', role: SECRET, on: 'the secret tipoff-slack-app-token', why: 'connects to Slack', only: 'socket' },
  { to: 'bot', ...GITHUB },
  { to: 'bot', ...AUDIT_KEY },
  { to: 'bot', ...ADD_HEADS },
  { to: 'bot', ...READ_HEADS },
  { to: 'jobs', ...DOCUMENTS, why: 'leads batches' },
  { to: 'jobs', ...QUERIES },
  { to: 'jobs', ...ROWS, why: 'builds features, and writes predictions and grades' },
  { to: 'jobs', ...PUBLISH },
  {
    to: 'jobs',
    role: 'roles/pubsub.subscriber',
    on: 'the dead-letter subscription',
    why: 'records requests that were given up',
  },
  { to: 'jobs', ...CHECK, on: 'the requests topic' },
  { to: 'jobs', ...CHECK, on: 'the requests subscription' },
  { to: 'jobs', ...CHECK, on: 'the dead-letter topic' },
  { to: 'jobs', ...CHECK, on: 'the dead-letter subscription' },
  {
    to: 'jobs',
    role: 'roles/iam.securityReviewer',
    on: 'the project',
    why: "checks the rights of Pub/Sub's own account",
  },
  { to: 'jobs', ...SERVING },
  { to: 'jobs', ...BUILDS },
  { to: 'jobs', ...GITHUB },
  { to: 'jobs', role: SECRET, on: 'the secret tipoff-heartbeat-url', why: 'shows that it is alive', only: 'heartbeat' },
  { to: 'jobs', ...AUDIT_KEY },
  { to: 'jobs', ...ADD_HEADS },
  { to: 'jobs', ...READ_HEADS },
  { to: 'worker', ...DOCUMENTS, why: 'reads requests and records outcomes' },
  {
    to: 'worker',
    role: 'roles/pubsub.subscriber',
    on: 'the requests subscription',
    why: 'pulls requests',
    only: 'pull',
  },
  { to: 'worker', ...CHECK, on: 'the requests subscription' },
  { to: 'worker', ...CHECK, on: 'the dead-letter subscription' },
  { to: 'worker', ...AUDIT_KEY },
  { to: 'worker', ...ADD_HEADS },
  { to: 'worker', ...READ_HEADS },
  { to: 'pusher', role: 'roles/run.invoker', on: 'the service tipoff-worker', why: 'pushes requests', only: 'push' },
  { to: 'scheduler', role: 'roles/run.invoker', on: 'the service tipoff-jobs', why: 'starts jobs' },
  { to: 'Pub/Sub', role: 'roles/pubsub.publisher', on: 'the dead-letter topic', why: 'moves failed requests there' },
  {
    to: 'Pub/Sub',
    role: 'roles/pubsub.subscriber',
    on: 'the requests subscription',
    why: 'removes failed requests here',
  },
  {
    to: 'everybody',
    role: 'roles/run.invoker',
    on: 'the service tipoff-bot',
    why: 'Slack has no Google account. The bot checks the signature of each request',
    only: 'http',
  },
];
