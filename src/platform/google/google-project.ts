import { GoogleAuth, type GoogleAuthOptions } from 'google-auth-library';
import * as z from 'zod';
import { NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED } from './call-google.ts';
import { IamPolicy } from './iam-policy.ts';

const URL_OF_GOOGLE = 'https://cloudresourcemanager.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform.read-only';
/** The gRPC codes of the statuses of a REST interface, so that both kinds of errors give the same messages. */
const CODES: Readonly<Record<number, number>> = { 401: UNAUTHENTICATED, 403: PERMISSION_DENIED, 404: NOT_FOUND };

const Project = z.object({ projectNumber: z.string().regex(/^\d+$/) });
const RestError = z.object({ status: z.number(), message: z.string() });

interface GoogleProjectOptions {
  readonly projectId: string;
  readonly withinMs: number;
  /** The address of the Resource Manager. The default is Google's. */
  readonly url?: string;
  readonly authClient?: GoogleAuthOptions['authClient'];
}

/** What is known of a project of Google Cloud. Each question is asked when it is first needed. */
export interface GoogleProject {
  /** The number of the project, which the addresses of Google's own accounts contain. */
  number(): Promise<string>;
  /** The policy of the project, which also holds for everything in it. */
  policy(): Promise<IamPolicy>;
}

export function googleProject({
  projectId,
  withinMs,
  url = URL_OF_GOOGLE,
  authClient,
}: GoogleProjectOptions): GoogleProject {
  const auth = new GoogleAuth({ scopes: SCOPE, ...(authClient === undefined ? {} : { authClient }) });
  const project = `${url}/v1/projects/${projectId}`;
  const ask = async (request: { readonly url: string; readonly method: 'GET' | 'POST' }): Promise<unknown> => {
    const answer = await auth.request<unknown>({ ...request, timeout: withinMs, retry: false }).catch(withGrpcCode);
    return answer.data;
  };
  return {
    number: async () => Project.parse(await ask({ url: project, method: 'GET' })).projectNumber,
    policy: async () => IamPolicy.parse(await ask({ url: `${project}:getIamPolicy`, method: 'POST' })),
  };
}

function withGrpcCode(error: unknown): never {
  const rest = RestError.safeParse(error).data;
  const code = CODES[rest?.status ?? 0];
  if (rest === undefined || code === undefined) throw error;
  throw Object.assign(new Error(rest.message, { cause: error }), { code });
}
