import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ChannelCredentials,
  credentials,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import type { ClientOptions } from '#src/platform/google/run-clients.ts';

type Message = Readonly<Record<string, unknown>>;

/** What a method answers: a message, an error with a gRPC code, or nothing at all. */
export type GoogleAnswer = Message | { readonly code: number; readonly details: string } | 'hangs';

export interface GoogleAnswers {
  readonly GetService?: (request: Message) => GoogleAnswer;
  readonly GetRevision?: (request: Message) => GoogleAnswer;
  readonly ListRevisions?: (request: Message) => GoogleAnswer;
  readonly ListBuilds?: (request: Message) => GoogleAnswer;
  readonly ListIndexes?: (request: Message) => GoogleAnswer;
  readonly ListFields?: (request: Message) => GoogleAnswer;
  readonly Publish?: (request: Message) => GoogleAnswer;
  readonly GetTopic?: (request: Message) => GoogleAnswer;
  readonly GetSubscription?: (request: Message) => GoogleAnswer;
  readonly GetIamPolicy?: (request: Message) => GoogleAnswer;
}

export interface GoogleServer {
  readonly connection: ClientOptions;
  /** The same without the project. */
  readonly address: { readonly servicePath: string; readonly port: number; readonly sslCreds: ChannelCredentials };
  /** The requests so far, each with its method. */
  readonly requests: readonly (Message & { readonly method: string })[];
  stop(): void;
}

const RUN = '@google-cloud/run/build/protos/protos.json';
const BUILD = '@google-cloud/cloudbuild/build/protos/protos.json';
const PUBSUB = '@google-cloud/pubsub/build/protos/protos.json';
const FIRESTORE = '@google-cloud/firestore-api/build/protos/protos.json';
const IAM = 'google-gax/build/protos/iam_service.json';
const SERVICES = {
  Services: [RUN, 'google.cloud.run.v2.Services'],
  Revisions: [RUN, 'google.cloud.run.v2.Revisions'],
  CloudBuild: [BUILD, 'google.devtools.cloudbuild.v1.CloudBuild'],
  Publisher: [PUBSUB, 'google.pubsub.v1.Publisher'],
  Subscriber: [PUBSUB, 'google.pubsub.v1.Subscriber'],
  IAMPolicy: [IAM, 'google.iam.v1.IAMPolicy'],
  FirestoreAdmin: [FIRESTORE, 'google.firestore.admin.v1.FirestoreAdmin'],
} as const;

/**
 * Serves Cloud Run, Cloud Build, Pub/Sub without its streams and the admin interface of Firestore on loopback, by the
 * protos of Google's own packages. Each answer takes `latencyMs`.
 */
export async function startGoogleServer(answers: GoogleAnswers, latencyMs = 0): Promise<GoogleServer> {
  // Without this, Google's clients look for a cloud metadata server on the network.
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  const requests: (Message & { method: string })[] = [];
  const server = new Server();
  for (const [name, [file, path]] of Object.entries(SERVICES)) {
    const { service } = constructorAt(definitions(file), path);
    const methods = Object.values(service).map(({ path: methodPath }) =>
      methodPath.slice(methodPath.lastIndexOf('/') + 1),
    );
    const handlers = methods.map((method) => [method, handlerOf(method)] as const);
    server.addService(service, Object.fromEntries(handlers));
    if (handlers.length === 0) throw new Error(`${name} has no methods`);
  }

  function handlerOf(method: string) {
    return (call: { request: Message }, respond: (error: object | null, answer?: Message) => void) => {
      requests.push({ method, ...call.request });
      const answer = answers[method as keyof GoogleAnswers]?.(call.request) ?? {
        code: 12,
        details: 'not in this test',
      };
      if (answer === 'hangs') return;
      setTimeout(() => {
        if ('code' in answer && 'details' in answer) respond(answer);
        else respond(null, answer);
      }, latencyMs);
    };
  }

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const address = { servicePath: '127.0.0.1', port, sslCreds: credentials.createInsecure() };
  return {
    requests,
    stop: () => server.forceShutdown(),
    address,
    connection: { ...address, projectId: 'p' },
  };
}

const loaded = new Map<string, ReturnType<typeof loadPackageDefinition>>();

export function definitions(file: string) {
  const found = loaded.get(file);
  if (found !== undefined) return found;
  const path = fileURLToPath(new URL(`../../node_modules/${file}`, import.meta.url));
  const json = JSON.parse(readFileSync(path, 'utf8'));
  const definition = loadPackageDefinition(fromJSON(json, { enums: String, longs: String, keepCase: false }));
  loaded.set(file, definition);
  return definition;
}

export function constructorAt(root: object, path: string): ServiceClientConstructor {
  const found = path.split('.').reduce<unknown>((node, part) => (node as Message)[part], root);
  return found as ServiceClientConstructor;
}

/** A time as the protos have it. */
export function protoTime(time: string) {
  const ms = Date.parse(time);
  return { seconds: String(Math.floor(ms / 1_000)), nanos: (ms % 1_000) * 1_000_000 };
}
