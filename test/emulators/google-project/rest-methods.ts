import {
  ABORTED,
  ALREADY_EXISTS,
  type Json,
  NOT_FOUND,
  type Policy,
  type ProjectState,
  type Refused,
  readPolicy,
  writePolicy,
} from './project-state.ts';

export interface RestCall {
  readonly method: string;
  /** The host and the path. */
  readonly path: string;
  readonly body: Json;
  readonly etag: string | undefined;
}

const SERVICE = /^serviceusage\.googleapis\.com\/v1\/projects\/p\/services\/([\w.]+)(:enable)?$/;
const ACCOUNT = /^iam\.googleapis\.com\/v1\/projects\/p\/serviceAccounts(?:\/([^:]+))?(:enable)?$/;
const PROJECT = /^cloudresourcemanager\.googleapis\.com\/v[13]\/projects\/p(:\w+)?$/;
const DATASET = /^bigquery\.googleapis\.com\/bigquery\/v2\/projects\/p\/datasets\/(\w+)$/;

/** Answers a call of a REST interface, and changes the project. */
export function answerRest(state: ProjectState, call: RestCall): Json | Refused {
  const [, api, enable] = SERVICE.exec(call.path) ?? [];
  if (api !== undefined) return answerService(state, api, enable);
  if (ACCOUNT.test(call.path)) return answerAccount(state, call);
  const [project, policy] = PROJECT.exec(call.path) ?? [];
  if (project !== undefined) return answerProject(state, call, policy);
  const [, dataset] = DATASET.exec(call.path) ?? [];
  if (dataset !== undefined) return answerDataset(state, call, dataset);
  return { code: NOT_FOUND, details: `${call.path} was not found.` };
}

function answerService({ apis }: ProjectState, api: string, enable: string | undefined): Json {
  if (enable === undefined) return { state: apis.has(api) ? 'ENABLED' : 'DISABLED' };
  apis.add(api);
  return { name: 'operations/enable', done: true };
}

function answerAccount({ accounts }: ProjectState, { path, method, body }: RestCall): Json | Refused {
  const [, email, enable] = ACCOUNT.exec(path) ?? [];
  if (email !== undefined) {
    const account = accounts.get(email);
    if (account === undefined) return { code: NOT_FOUND, details: `${email} was not found.` };
    if (enable !== undefined) accounts.set(email, { ...account, disabled: false });
    return account;
  }
  const { accountId, serviceAccount } = body as { accountId: string; serviceAccount: Json };
  const created = `${accountId}@p.iam.gserviceaccount.com`;
  if (accounts.has(created)) return { code: ALREADY_EXISTS, details: `${method} ${created} already exists.` };
  accounts.set(created, serviceAccount);
  return serviceAccount;
}

function answerProject(state: ProjectState, { body }: RestCall, verb: string | undefined): Json | Refused {
  if (verb === undefined) return { projectNumber: '123', projectId: 'p', lifecycleState: 'ACTIVE' };
  if (verb === ':getIamPolicy') return inJson(readPolicy(state, 'projects/p'));
  const { etag, ...policy } = (body as { policy: Policy & { etag: string } }).policy;
  const answer = writePolicy(state, 'projects/p', { ...policy, etag: Buffer.from(etag, 'base64') });
  return 'code' in answer ? answer : inJson(answer);
}

function inJson({ etag, ...policy }: Policy): Json {
  return { ...policy, etag: etag.toString('base64') };
}

function answerDataset({ access }: ProjectState, { method, body, etag }: RestCall, dataset: string): Json | Refused {
  const found = access.get(dataset);
  if (found === undefined) return { code: NOT_FOUND, details: `Not found: Dataset p:${dataset}` };
  if (method === 'GET') return found;
  if (etag !== found.etag) return { code: ABORTED, details: 'Precondition check failed.' };
  const changed = { etag: `${Number(found.etag) + 1}`, access: (body as { access: readonly Json[] }).access };
  access.set(dataset, changed);
  return changed;
}
