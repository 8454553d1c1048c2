import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
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
}

export interface GoogleServer {
  readonly connection: ClientOptions;
  /** The requests so far, each with its method. */
  readonly requests: readonly (Message & { readonly method: string })[];
  stop(): void;
}

const SERVICES = {
  Services: ['run', 'google.cloud.run.v2.Services'],
  Revisions: ['run', 'google.cloud.run.v2.Revisions'],
  CloudBuild: ['cloudbuild', 'google.devtools.cloudbuild.v1.CloudBuild'],
} as const;

/** Serves Cloud Run and Cloud Build on loopback, by the protos of Google's own packages. Each answer takes `latencyMs`. */
export async function startGoogleServer(answers: GoogleAnswers, latencyMs = 0): Promise<GoogleServer> {
  // Without this, Google's clients look for a cloud metadata server on the network.
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  const requests: (Message & { method: string })[] = [];
  const server = new Server();
  for (const [name, [packageName, path]] of Object.entries(SERVICES)) {
    const { service } = constructorAt(definitions(packageName), path);
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
  return {
    requests,
    stop: () => server.forceShutdown(),
    connection: { servicePath: '127.0.0.1', port, sslCreds: credentials.createInsecure(), projectId: 'p' },
  };
}

const loaded = new Map<string, ReturnType<typeof loadPackageDefinition>>();

function definitions(packageName: string) {
  const found = loaded.get(packageName);
  if (found !== undefined) return found;
  const path = fileURLToPath(
    new URL(`../../node_modules/@google-cloud/${packageName}/build/protos/protos.json`, import.meta.url),
  );
  const json = JSON.parse(readFileSync(path, 'utf8'));
  const definition = loadPackageDefinition(fromJSON(json, { enums: String, longs: String, keepCase: false }));
  loaded.set(packageName, definition);
  return definition;
}

function constructorAt(root: object, path: string): ServiceClientConstructor {
  const found = path.split('.').reduce<unknown>((node, part) => (node as Message)[part], root);
  return found as ServiceClientConstructor;
}

/** A time as the protos have it. */
export function protoTime(time: string) {
  const ms = Date.parse(time);
  return { seconds: String(Math.floor(ms / 1_000)), nanos: (ms % 1_000) * 1_000_000 };
}
