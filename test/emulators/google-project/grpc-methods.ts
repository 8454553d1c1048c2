import {
  ALREADY_EXISTS,
  type Json,
  NOT_FOUND,
  type Policy,
  type ProjectState,
  type Refused,
  readPolicy,
  writePolicy,
} from './project-state.ts';

/** Answers the request of one method, and changes the project. */
type Method = (state: ProjectState, request: Json) => Json | Refused;

const DONE = { name: 'operations/1', done: true, response: { typeUrl: 'type.googleapis.com/google.protobuf.Empty' } };

/** The methods that setup calls, by `Service/Method`. */
export const METHODS: Readonly<Record<string, Method>> = {
  'Publisher/GetTopic': (state, { topic }) => found(state, topic),
  'Publisher/CreateTopic': (state, topic) => created(state, topic['name'], topic),
  'Subscriber/GetSubscription': (state, { subscription }) => found(state, subscription),
  'Subscriber/CreateSubscription': (state, subscription) => created(state, subscription['name'], subscription),
  'Subscriber/UpdateSubscription': (state, { subscription, updateMask }) => {
    const changed = subscription as Json;
    const before = found(state, changed['name']);
    const fields = paths(updateMask).map((path) =>
      path.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    );
    return stored(state, changed['name'], {
      ...before,
      ...Object.fromEntries(fields.map((name) => [name, changed[name]])),
    });
  },
  'SecretManagerService/GetSecret': (state, { name }) => found(state, name),
  'SecretManagerService/CreateSecret': (state, { parent, secretId, secret }) =>
    created(state, `${parent}/secrets/${secretId}`, secret as Json),
  'SecretManagerService/ListSecretVersions': ({ versions }, { parent }) => ({
    versions: (versions.get(String(parent)) ?? []).map((_, at) => ({ name: `${parent}/versions/${at + 1}` })).reverse(),
  }),
  'SecretManagerService/AccessSecretVersion': ({ versions }, { name }) => {
    const [secret = '', version] = String(name).split('/versions/');
    return { name, payload: { data: Buffer.from(versions.get(secret)?.[Number(version) - 1] ?? '') } };
  },
  'SecretManagerService/AddSecretVersion': ({ versions }, { parent, payload }) => {
    const values = [...(versions.get(String(parent)) ?? []), String((payload as { data: Buffer }).data)];
    versions.set(String(parent), values);
    return { name: `${parent}/versions/${values.length}` };
  },
  'CloudScheduler/GetJob': (state, { name }) => found(state, name),
  'CloudScheduler/CreateJob': (state, { job }) => created(state, (job as Json)['name'], job as Json),
  'CloudScheduler/UpdateJob': (state, { job }) => stored(state, (job as Json)['name'], job as Json),
  'Services/GetService': (state, { name }) => found(state, name),
  'Services/CreateService': (state, { parent, serviceId, service }) =>
    operation(created(state, `${parent}/services/${serviceId}`, service as Json)),
  'Services/UpdateService': (state, { service }) =>
    operation(stored(state, (service as Json)['name'], service as Json)),
  'WorkerPools/GetWorkerPool': (state, { name }) => found(state, name),
  'WorkerPools/CreateWorkerPool': (state, { parent, workerPoolId, workerPool }) =>
    operation(created(state, `${parent}/workerPools/${workerPoolId}`, workerPool as Json)),
  'WorkerPools/UpdateWorkerPool': (state, { workerPool }) =>
    operation(stored(state, (workerPool as Json)['name'], workerPool as Json)),
  'FirestoreAdmin/GetDatabase': (state, { name }) => found(state, name),
  'FirestoreAdmin/CreateDatabase': (state, { parent, databaseId, database }) =>
    operation(created(state, `${parent}/databases/${databaseId}`, database as Json)),
  'FirestoreAdmin/ListIndexes': ({ indexes }) => ({ indexes: [...indexes.values()] }),
  'FirestoreAdmin/CreateIndex': ({ indexes }, { parent, index }) => {
    const key = `${parent} ${JSON.stringify((index as Json)['fields'])}`;
    if (indexes.has(key)) return { code: ALREADY_EXISTS, details: 'index already exists' };
    indexes.set(key, { ...(index as Json), name: `${parent}/indexes/i${indexes.size}`, state: 'CREATING' });
    return DONE;
  },
  'FirestoreAdmin/ListFields': ({ fields }) => ({ fields: [...fields.values()] }),
  'FirestoreAdmin/UpdateField': ({ fields }, { field }) => {
    const { name, ttlConfig } = field as Json;
    const ttl = ttlConfig === null || ttlConfig === undefined ? {} : { ttlConfig: { state: 'CREATING' } };
    fields.set(String(name), { name, indexConfig: { indexes: [], usesAncestorConfig: false }, ...ttl });
    return DONE;
  },
};
for (const service of ['IAMPolicy', 'SecretManagerService', 'Services']) {
  Object.assign(METHODS, {
    [`${service}/GetIamPolicy`]: policyOf,
    [`${service}/SetIamPolicy`]: changedPolicy,
  });
}

function policyOf(state: ProjectState, { resource }: Json): Json | Refused {
  const place = found(state, resource);
  return 'code' in place ? place : { ...readPolicy(state, String(resource)) };
}

function changedPolicy(state: ProjectState, { resource, policy }: Json): Json | Refused {
  return { ...writePolicy(state, String(resource), policy as Policy) };
}

function found({ resources }: ProjectState, name: unknown): Json | Refused {
  return resources.get(String(name)) ?? { code: NOT_FOUND, details: `${String(name)} was not found.` };
}

function created(state: ProjectState, name: unknown, resource: Json): Json | Refused {
  if (state.resources.has(String(name))) return { code: ALREADY_EXISTS, details: `${String(name)} already exists.` };
  return stored(state, name, resource);
}

function stored({ resources }: ProjectState, name: unknown, resource: Json): Json {
  const kept = { ...resource, name };
  resources.set(String(name), kept);
  return kept;
}

function operation(answer: Json | Refused): Json | Refused {
  return 'code' in answer && 'details' in answer ? answer : DONE;
}

function paths(mask: unknown): readonly string[] {
  return (mask as { paths: readonly string[] }).paths;
}
