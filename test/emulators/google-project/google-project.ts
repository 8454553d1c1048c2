import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import type { GoogleSetupOptions } from '#src/platform/google/setup/google-setup.ts';
import { constructorAt, definitions } from '#test/emulators/google-server.ts';
import { METHODS } from './grpc-methods.ts';
import {
  ABORTED,
  ALREADY_EXISTS,
  emptyProject,
  isRefused,
  type Json,
  NOT_FOUND,
  PERMISSION_DENIED,
  type ProjectState,
  type Refused,
} from './project-state.ts';
import { answerRest } from './rest-methods.ts';

const SERVICES = [
  ['@google-cloud/pubsub/build/protos/protos.json', 'google.pubsub.v1.Publisher'],
  ['@google-cloud/pubsub/build/protos/protos.json', 'google.pubsub.v1.Subscriber'],
  ['google-gax/build/protos/iam_service.json', 'google.iam.v1.IAMPolicy'],
  ['@google-cloud/secret-manager/build/protos/protos.json', 'google.cloud.secretmanager.v1.SecretManagerService'],
  ['@google-cloud/scheduler/build/protos/protos.json', 'google.cloud.scheduler.v1.CloudScheduler'],
  ['@google-cloud/run/build/protos/protos.json', 'google.cloud.run.v2.Services'],
  ['@google-cloud/run/build/protos/protos.json', 'google.cloud.run.v2.WorkerPools'],
  ['@google-cloud/firestore-api/build/protos/protos.json', 'google.firestore.admin.v1.FirestoreAdmin'],
] as const;
const HTTP_STATUSES: Readonly<Record<number, [number, string]>> = {
  3: [400, 'INVALID_ARGUMENT'],
  [NOT_FOUND]: [404, 'NOT_FOUND'],
  [ALREADY_EXISTS]: [409, 'ALREADY_EXISTS'],
  [PERMISSION_DENIED]: [403, 'PERMISSION_DENIED'],
  [ABORTED]: [409, 'ABORTED'],
};
const WRITE = /\/(?:Create|Update|Set|Add)|^PATCH|^POST(?!.*:getIamPolicy)/;

export interface GoogleProject {
  readonly state: ProjectState;
  readonly place: NonNullable<GoogleSetupOptions['place']>;
  /** Every call, such as `Publisher/CreateTopic` and `POST iam.googleapis.com/v1/projects/p/serviceAccounts`. */
  readonly calls: readonly string[];
  /** The calls that change something. */
  readonly writes: () => readonly string[];
  /** Answers before the project does; undefined lets the project answer. */
  intercept: (call: string, writesBefore: number) => Refused | undefined;
}

/** The project `p` with the number 123, empty, on loopback. It stores what is created in it, as Google does. Ends with the test. */
export async function aGoogleProject(): Promise<GoogleProject> {
  // Without this, Google's clients look for a cloud metadata server on the network.
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  const calls: string[] = [];
  const state = emptyProject();
  const writes = () => calls.filter(isWrite);
  const answered = (call: string, answer: () => Json | Refused): Json | Refused => {
    const refused = project.intercept(call, writes().length);
    calls.push(call);
    return refused ?? answer();
  };
  const [port, restOrigin] = await Promise.all([serveGrpc(state, answered), serveRest(state, answered)]);
  const connection = { servicePath: '127.0.0.1', port, sslCreds: credentials.createInsecure(), projectId: 'p' };
  const project: GoogleProject = {
    state,
    calls,
    writes,
    place: { connection, restOrigin, pauseMs: 1 },
    intercept: () => undefined,
  };
  return project;
}

/** Whether a call changes something. */
export function isWrite(call: string): boolean {
  return WRITE.test(call);
}

type Answered = (call: string, answer: () => Json | Refused) => Json | Refused;

async function serveGrpc(state: ProjectState, answered: Answered): Promise<number> {
  const server = new Server();
  for (const [file, path] of SERVICES) {
    const { service } = constructorAt(definitions(file), path);
    const methods = Object.values(service).map(({ path: full }) => full.slice(full.lastIndexOf('/') + 1));
    const handler = (method: string) => {
      const call = `${path.slice(path.lastIndexOf('.') + 1)}/${method}`;
      return ({ request }: { request: Json }, respond: (error: object | null, answer?: Json) => void) => {
        const answer = answered(
          call,
          () => METHODS[call]?.(state, request) ?? { code: 12, details: `${call} is not here` },
        );
        if (isRefused(answer)) respond(answer);
        else respond(null, answer);
      };
    };
    server.addService(service, Object.fromEntries(methods.map((method) => [method, handler(method)])));
  }
  onTestFinished(() => server.forceShutdown());
  return await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
}

async function serveRest(state: ProjectState, answered: Answered): Promise<string> {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const path = decodeURIComponent(url.slice(1));
    const body = method === 'GET' ? {} : ((await json(request)) as Json);
    const answer = answered(`${method} ${path}`, () =>
      answerRest(state, { method, path, body, etag: headers['if-match'] }),
    );
    const [code, status] = isRefused(answer) ? (HTTP_STATUSES[answer.code] ?? [500, 'INTERNAL']) : [200, 'OK'];
    const sent = isRefused(answer) ? { error: { code, status, message: answer.details } } : answer;
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(sent));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
