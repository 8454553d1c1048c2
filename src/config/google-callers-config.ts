import * as z from 'zod';
import { Problem } from '../platform/problem.ts';
import { named } from './named.ts';
import { numberText } from './number-text.ts';
import { parseVariables } from './parse-variables.ts';

const PUSH_PATH = '/pubsub/predict';
const MOST_PER_SECOND = 1_000;
const SERVICE_ACCOUNT = named(
  /^[^\s@]+@[^\s@]+\.gserviceaccount\.com$/,
  'the address of a service account, such as push@my-project-1.iam.gserviceaccount.com',
).optional();
const AUDIENCE = z.string().max(500).optional();

const CallerVariables = z.object({
  GCP_PUSH_ENDPOINT: z
    .url({ protocol: /^https?$/, error: `it must be a URL such as https://worker.example${PUSH_PATH}` })
    .refine((url) => URL.parse(url)?.pathname === PUSH_PATH, { error: `its path must be ${PUSH_PATH}` })
    .optional(),
  GCP_PUSH_AUDIENCE: AUDIENCE,
  GCP_PUSH_SERVICE_ACCOUNT: SERVICE_ACCOUNT,
  GCP_PUSH_PER_SECOND: numberText({
    max: MOST_PER_SECOND,
    hint: `it must be the number of requests that are published in a second, 1 to ${MOST_PER_SECOND}`,
  }).prefault('100'),
  GCP_JOBS_AUDIENCE: AUDIENCE,
  GCP_JOBS_SERVICE_ACCOUNT: SERVICE_ACCOUNT,
});
type CallerVariables = z.infer<typeof CallerVariables>;

/** A service account that may call an endpoint, and the audience of its tokens. */
interface GoogleCallerConfig {
  readonly audience: string;
  readonly serviceAccount: string;
}

/** How the prediction requests reach the workers. */
type RequestDelivery =
  | { readonly type: 'pull' }
  | ({
      readonly type: 'push';
      /** The URL that Pub/Sub pushes to. */
      readonly endpoint: string;
      /** The number of requests that are published in a second, so that a push does not flood cold workers. */
      readonly messagesPerSecond: number;
    } & GoogleCallerConfig);

export interface GoogleCallersConfig {
  readonly delivery: RequestDelivery;
  /** The caller that may start jobs with `POST /jobs/<name>`. If it is absent, nobody may start them. */
  readonly scheduler?: GoogleCallerConfig;
}

/**
 * Reads who may call the endpoints for Pub/Sub and Cloud Scheduler. Throws a `Problem` when only a part is set, so that an
 * endpoint is never open without its check.
 */
export function readGoogleCallers(variables: Readonly<Record<string, string | undefined>>): GoogleCallersConfig {
  const parsed = parseVariables(CallerVariables, variables);
  const scheduler = readScheduler(parsed);
  return { delivery: readDelivery(parsed), ...(scheduler === undefined ? {} : { scheduler }) };
}

function readDelivery(variables: CallerVariables): RequestDelivery {
  const { GCP_PUSH_ENDPOINT: endpoint, GCP_PUSH_SERVICE_ACCOUNT: serviceAccount, GCP_PUSH_AUDIENCE } = variables;
  if (endpoint !== undefined && serviceAccount !== undefined) {
    const audience = GCP_PUSH_AUDIENCE ?? endpoint;
    return { type: 'push', endpoint, audience, serviceAccount, messagesPerSecond: variables.GCP_PUSH_PER_SECOND };
  }
  if ((endpoint ?? serviceAccount ?? GCP_PUSH_AUDIENCE) !== undefined)
    throw incomplete('GCP_PUSH_ENDPOINT', 'GCP_PUSH_SERVICE_ACCOUNT');
  return { type: 'pull' };
}

function readScheduler({
  GCP_JOBS_AUDIENCE: audience,
  GCP_JOBS_SERVICE_ACCOUNT: serviceAccount,
}: CallerVariables): GoogleCallerConfig | undefined {
  if (audience !== undefined && serviceAccount !== undefined) return { audience, serviceAccount };
  if ((audience ?? serviceAccount) !== undefined) throw incomplete('GCP_JOBS_AUDIENCE', 'GCP_JOBS_SERVICE_ACCOUNT');
  return undefined;
}

function incomplete(first: string, second: string): Problem {
  return new Problem({
    code: 'bad_configuration',
    message: `${first} and ${second} belong together, and only a part is set. Set both, or unset both.`,
  });
}
