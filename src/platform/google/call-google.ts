import * as z from 'zod';
import { errorText } from '../error-text.ts';
import { Problem } from '../problem.ts';
import { Unavailable } from '../unavailable.ts';

/** gRPC status codes. */
export const INVALID_ARGUMENT = 3;
export const NOT_FOUND = 5;
export const ALREADY_EXISTS = 6;
export const PERMISSION_DENIED = 7;
export const FAILED_PRECONDITION = 9;
export const ABORTED = 10;
export const UNAUTHENTICATED = 16;

/** How a person gives Tipoff credentials. */
export const LOGIN = 'Run `gcloud auth application-default login`, or run Tipoff with a service account.';

/**
 * The gRPC codes of transient failures of Google's services. A later call may succeed, although the client library has
 * already retried the failed call.
 */
const TRANSIENT_CODES: ReadonlySet<number> = new Set([
  4, // DEADLINE_EXCEEDED
  8, // RESOURCE_EXHAUSTED
  ABORTED,
  13, // INTERNAL
  14, // UNAVAILABLE
]);
/** Texts of Google are cut after this many characters. */
const MAX_DETAIL = 200;
const NO_CREDENTIALS =
  /could not load the default credentials|invalid_grant|unable to impersonate|refresh access token/i;
const UNKNOWN_PROJECT = /project.*(?:not found|does not exist)|unknown project|database .* does not exist/i;

const GrpcError = z.object({ code: z.number() });
const GrpcDetails = z.object({ details: z.string().min(1) });

/** A use of a Google service, for the messages about its failures. */
export interface GoogleUse {
  readonly api: 'Firestore' | 'Pub/Sub' | 'Cloud Logging';
  readonly projectId: string;
  /** What Tipoff does with the service, such as `publish to the topic prediction-requests`. */
  readonly purpose: string;
  /** The role that the use needs, with what it is granted on. */
  readonly role: string;
  /** Finds the credentials before the first call. The default is to need none, as with an emulator. */
  readonly credentials?: () => Promise<void>;
  /** The command that grants the role. `MEMBER` stands for Tipoff's account. */
  readonly grant: string;
}

/**
 * Calls a Google service. Throws `Unavailable` for a transient failure, a `Problem` for a failure that a person can end, such as a missing
 * role, and any other error unchanged.
 */
export async function callGoogle<T>(use: GoogleUse, call: () => Promise<T>): Promise<T> {
  try {
    await use.credentials?.();
    return await call();
  } catch (error) {
    throw googleError(use, error);
  }
}

function googleError(use: GoogleUse, error: unknown): unknown {
  if (error instanceof Problem || error instanceof Unavailable) return error;
  const code = grpcCode(error);
  const detail = googleDetail(error);
  if (NO_CREDENTIALS.test(detail)) {
    return problem('no_credentials', `No Google credentials were found for ${use.api}. ${LOGIN}`, error);
  }
  if (code === UNAUTHENTICATED) {
    return problem('bad_credentials', `${use.api} does not accept Tipoff's credentials. ${LOGIN}`, error);
  }
  if (isUnknownProject(error)) return problem('wrong_project', unknownProject(use, detail), error);
  if (code === PERMISSION_DENIED) return problem('google_denied', denied(use, detail), error);
  return TRANSIENT_CODES.has(code ?? -1) ? new Unavailable(use.api, error) : error;
}

function unknownProject({ api, projectId }: GoogleUse, detail: string): string {
  return `${api} cannot be used in project ${projectId}: ${detail} Set GCP_PROJECT_ID to the id of a project that has ${api}.`;
}

/** Google also denies access when the project does not exist or the API is off. Its own text then says so. */
function denied({ api, projectId, purpose, role, grant }: GoogleUse, detail: string): string {
  return `${api} does not let Tipoff ${purpose} in project ${projectId}: ${detail} Grant Tipoff's account the role ${role}: \`${grant}\`.`;
}

function problem(code: string, message: string, cause: unknown): Problem {
  return new Problem({ code, message, cause });
}

/** Whether Google does not know the project, or the database, of a call. */
export function isUnknownProject(error: unknown): boolean {
  return grpcCode(error) === NOT_FOUND && UNKNOWN_PROJECT.test(googleDetail(error));
}

/** The gRPC status code of an error; undefined when it has none. */
export function grpcCode(error: unknown): number | undefined {
  return GrpcError.safeParse(error).data?.code;
}

/** Returns what Google says of an error, on one line and with a full stop. */
export function googleDetail(error: unknown): string {
  const text = (GrpcDetails.safeParse(error).data?.details ?? errorText(error)).replaceAll(/\s+/g, ' ').trim();
  const cut = text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL).toWellFormed()}…` : text;
  return /[.…]$/.test(cut) ? cut : `${cut}.`;
}
