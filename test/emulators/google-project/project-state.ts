/** A message of one of Google's interfaces, as JSON has it. */
export type Json = Readonly<Record<string, unknown>>;

export interface Policy {
  readonly version?: number;
  readonly etag: Buffer;
  readonly bindings: readonly {
    readonly role: string;
    readonly members: readonly string[];
    readonly condition?: unknown;
  }[];
}

/** An error with a gRPC code. */
export interface Refused {
  readonly code: number;
  readonly details: string;
}

export const NOT_FOUND = 5;
export const ALREADY_EXISTS = 6;
export const PERMISSION_DENIED = 7;
export const ABORTED = 10;

export function isRefused(answer: Json | Refused): answer is Refused {
  return 'code' in answer && 'details' in answer;
}

/** Everything that a project has. The names of resources are the full names of Google. */
export interface ProjectState {
  readonly apis: Set<string>;
  readonly accounts: Map<string, Json>;
  /** Topics, subscriptions, secrets, services, worker pools, schedules and databases. */
  readonly resources: Map<string, Json>;
  readonly versions: Map<string, string[]>;
  readonly indexes: Map<string, Json>;
  readonly fields: Map<string, Json>;
  readonly policies: Map<string, Policy>;
  readonly access: Map<string, { readonly etag: string; readonly access: readonly Json[] }>;
}

export function emptyProject(): ProjectState {
  return {
    apis: new Set(),
    accounts: new Map(),
    resources: new Map(),
    versions: new Map(),
    indexes: new Map(),
    fields: new Map(),
    policies: new Map(),
    access: new Map(),
  };
}

export function readPolicy({ policies }: ProjectState, resource: string): Policy {
  return policies.get(resource) ?? { etag: Buffer.from('0'), bindings: [] };
}

/** Writes a policy, unless somebody changed it since it was read. */
export function writePolicy(state: ProjectState, resource: string, policy: Policy): Policy | Refused {
  const before = readPolicy(state, resource);
  if (String(policy.etag) !== String(before.etag))
    return { code: ABORTED, details: 'There were concurrent policy changes.' };
  const unknown = policy.bindings
    .flatMap(({ members }) => members)
    .filter((member) => member.includes('@p.iam.') && !state.accounts.has(member.replace('serviceAccount:', '')));
  if (unknown.length > 0) return { code: 3, details: `Service account ${unknown[0]} does not exist.` };
  const after = { ...policy, etag: Buffer.from(String(Number(before.etag) + 1)) };
  state.policies.set(resource, after);
  return after;
}

/**
 * What two projects that were set up equally have in common: no etags, no values of secrets. Empty fields are left out, because
 * some answers have them.
 */
export function contentOf(state: ProjectState): Json {
  const policies = [...state.policies].map(([name, { bindings }]) => [
    name,
    bindings
      .flatMap(({ members, ...binding }) => members.map((member) => JSON.stringify({ ...binding, member })))
      .sort(),
  ]);
  const access = [...state.access].map(([name, entry]) => [
    name,
    entry.access.map((each) => JSON.stringify(each)).sort(),
  ]);
  const versions = [...state.versions].map(([name, values]) => [name, values.length]);
  const named = ([a]: readonly unknown[], [b]: readonly unknown[]) => (String(a) < String(b) ? -1 : 1);
  return {
    apis: [...state.apis].sort(),
    accounts: [...state.accounts].sort(named),
    resources: [...state.resources].sort(named).map(withoutEmpty),
    indexes: [...state.indexes.keys()].sort(),
    fields: [...state.fields].sort(named),
    policies: policies.sort(named),
    access: access.sort(named),
    versions: versions.sort(named),
  };
}

function withoutEmpty(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (isEmpty(each) ? undefined : each)),
    (_, each: unknown) => (isEmpty(each) ? undefined : each),
  );
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value === '' || value === '0' || value.endsWith('_UNSPECIFIED');
  if (typeof value === 'object') return value === null || Object.keys(value).length === 0;
  return value === false || value === 0;
}
