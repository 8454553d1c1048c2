import { GoogleAuth, PassThroughClient } from 'google-auth-library';
import * as z from 'zod';
import { errorText } from '../error-text.ts';

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TIMEOUT_MS = 30_000;
/** The gRPC codes of the names that Google's REST interfaces give. */
const CODES: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
};
/** The gRPC codes of HTTP statuses, for interfaces that give no name. 412: somebody else changed the resource. */
const CODES_OF_STATUSES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  409: 6,
  412: 10,
  429: 8,
  503: 14,
  504: 4,
};

const RestFailure = z.object({
  response: z.object({
    status: z.number(),
    data: z.object({ error: z.object({ status: z.string().nullish(), message: z.string() }) }).catch({
      error: { message: 'The answer has no message.' },
    }),
  }),
});

interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** The host and the path, such as `iam.googleapis.com/v1/projects/p/serviceAccounts`. */
  readonly path: string;
  readonly body?: object;
  /** The request is refused with ABORTED unless the resource still has this etag. */
  readonly etag?: string;
}

/** Calls Google's REST interfaces that have no small client library. An error has a gRPC code, like the errors of the client libraries. */
export type GoogleRest = (request: RestRequest) => Promise<unknown>;

/** `origin` is where the hosts are, for tests: without it, each host is asked itself, with the credentials of the environment. */
export function googleRest(origin?: string): GoogleRest {
  const auth = new GoogleAuth({ scopes: SCOPE });
  return async ({ method, path, body, etag }) => {
    const request = {
      url: origin === undefined ? `https://${path}` : `${origin}/${path}`,
      method,
      timeout: TIMEOUT_MS,
      ...(body === undefined ? {} : { data: body }),
      ...(etag === undefined ? {} : { headers: { 'if-match': etag } }),
    };
    try {
      const answer =
        origin === undefined ? await auth.request(request) : await new PassThroughClient().request(request);
      return answer.data;
    } catch (error) {
      throw coded(error);
    }
  };
}

function coded(error: unknown): unknown {
  const failure = RestFailure.safeParse(error).data?.response;
  if (failure === undefined) return error;
  const { status, message } = failure.data.error;
  const code = CODES[status ?? ''] ?? CODES_OF_STATUSES[failure.status];
  return Object.assign(new Error(message, { cause: errorText(error) }), { code, details: message });
}
