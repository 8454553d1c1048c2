import * as z from 'zod';
import { errorText } from '../error-text.ts';
import { Problem } from '../problem.ts';
import { Unavailable } from '../unavailable.ts';

const SERVICE = 'BigQuery';
const NOT_FOUND = 404;
const CONFLICT = 409;
const FORBIDDEN = 403;
/** HTTP statuses of transient failures. */
const TRANSIENT_STATUSES: ReadonlySet<unknown> = new Set([408, 429, 500, 502, 503, 504]);
/** BigQuery's reasons of transient failures, of a request and of a job. */
const TRANSIENT_REASONS: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'jobRateLimitExceeded',
  'quotaExceeded',
  'rateLimitExceeded',
  'userRateLimitExceeded',
]);
/** BigQuery queues few changes of one table at a time, and refuses a change of rows that another one is changing. */
const BUSY_TABLE = /could not serialize access|too many (?:DML|table update)/i;
/** The texts and codes of a lost connection. */
const LOST_CONNECTION =
  /ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENOTFOUND|EPIPE|ETIMEDOUT|ENETUNREACH|socket hang up|network timeout|aborted|premature close/i;
const NO_CREDENTIALS =
  /could not load the default credentials|invalid_grant|unable to impersonate|refresh access token/i;
const PERMISSION = /bigquery\.(\w+)\.(\w+)/;

/** The part of an error that BigQuery's REST interface gives. */
const ServiceError = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  errors: z.array(z.object({ reason: z.string().optional(), message: z.string().optional() })).optional(),
});

/** The error of a job that ended, from the job's status. */
export const JobFault = z.object({ reason: z.string().default(''), message: z.string().default('') });
export type JobFault = z.infer<typeof JobFault>;

/** Whether a job that failed may succeed when it runs again. A failed job had no effect. */
export function isTransientFault({ reason, message }: JobFault): boolean {
  return TRANSIENT_REASONS.has(reason) || BUSY_TABLE.test(message);
}

/** Whether what a request names does not exist, also when the error is already a `Problem`. */
export function isMissing(error: unknown): boolean {
  return statusOf(error instanceof Problem ? error.cause : error) === NOT_FOUND;
}

export function isConflict(error: unknown): boolean {
  return statusOf(error) === CONFLICT;
}

/** Whether a request may succeed when it is sent again. */
export function isTransientError(error: unknown): boolean {
  return (
    TRANSIENT_STATUSES.has(statusOf(error)) ||
    reasonsOf(error).some((reason) => TRANSIENT_REASONS.has(reason)) ||
    LOST_CONNECTION.test(`${String(statusOf(error))} ${errorText(error)}`)
  );
}

/**
 * Converts a failure of BigQuery to `Unavailable`, or to a `Problem` that says what to grant or to create. Returns any
 * other error unchanged.
 */
export function bigqueryError(error: unknown, projectId: string): unknown {
  if (error instanceof Problem || error instanceof Unavailable) return error;
  const text = errorText(error);
  if (NO_CREDENTIALS.test(text)) return problem('no_credentials', noCredentials(), error);
  if (isTransientError(error)) return new Unavailable(SERVICE, error);
  const reasons = reasonsOf(error);
  if (statusOf(error) === FORBIDDEN || reasons.includes('accessDenied'))
    return problem('warehouse_denied', denied(text, projectId), error);
  const known = knownFault({ reason: reasons[0] ?? '', message: text }, projectId);
  return known === undefined ? error : problem(known.code, known.message, error);
}

/** Converts the fault of a job to a `Problem` if people can do something about it. Returns undefined for any other fault. */
export function knownFault({ reason, message }: JobFault, projectId: string): Problem | undefined {
  if (reason === 'accessDenied') return problem('warehouse_denied', denied(message, projectId));
  if (reason === 'bytesBilledLimitExceeded' || /bytes billed/i.test(message)) {
    return problem(
      'query_too_large',
      `BigQuery would read more than GCP_BIGQUERY_MAX_GB allows: ${message} Raise the limit, or ask for fewer dates.`,
    );
  }
  if (/not found: (?:dataset|table)/i.test(message)) {
    return problem(
      'warehouse_missing',
      `${message}. Run \`tipoff warehouse migrate\` with PLATFORM=gcp, which creates the datasets and tables in project ${projectId}.`,
    );
  }
  if (/not found: project|unknown project|project.+(?:not found|does not exist)/i.test(message)) {
    return problem(
      'wrong_project',
      `BigQuery does not know the project ${projectId}: ${message}. Set GCP_PROJECT_ID to the id of an existing project.`,
    );
  }
  return undefined;
}

function problem(code: string, message: string, cause?: unknown): Problem {
  return new Problem({ code, message, cause });
}

function noCredentials(): string {
  return 'No Google credentials were found for BigQuery. Run `gcloud auth application-default login`, or run Tipoff with a service account.';
}

/** Names the narrowest predefined role that has the permission which BigQuery misses. */
function denied(message: string, projectId: string): string {
  const [, resource = '', verb = ''] = PERMISSION.exec(message) ?? [];
  return `BigQuery denied access in project ${projectId}: ${message} Grant the service account the role ${roleFor(resource, verb)}.`;
}

function roleFor(resource: string, verb: string): string {
  if (resource === 'jobs') return 'roles/bigquery.jobUser on the project';
  if (resource === 'datasets' && verb === 'create') return 'roles/bigquery.user on the project';
  if (resource === 'tables' && ['getData', 'get', 'list'].includes(verb))
    return 'roles/bigquery.dataViewer on the dataset';
  return 'roles/bigquery.dataEditor on the dataset';
}

function statusOf(error: unknown): unknown {
  return ServiceError.safeParse(error).data?.code;
}

function reasonsOf(error: unknown): readonly string[] {
  return ServiceError.safeParse(error).data?.errors?.flatMap(({ reason = '' }) => reason) ?? [];
}
