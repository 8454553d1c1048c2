import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../../operations/app.ts';
import { failureOf } from '../../operations/failure.ts';
import { parseInput } from '../../operations/input/parse-input.ts';
import type { Operation } from '../../operations/operation.ts';
import { Problem } from '../../platform/problem.ts';
import { answerDetails, answerJson, openStream } from './answer.ts';
import { foreignRefusal, type Refusal, type RequestFacts, refusal } from './guard.ts';
import { detailsOfFailure, type ProblemDetails } from './problem-details.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';

const HEADERS_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 15_000;
const MAX_HEADER_BYTES = 8_192;
const IDEMPOTENCY_KEY = /^[\w.:-]{1,200}$/;

export interface DoorSettings {
  readonly app: App;
  readonly operations: readonly Operation[];
  /** Who asks when the token is right: the token is readable by one user of this machine only. */
  readonly actor: Actor;
  readonly token: string;
  /** Tells a caller that it reached the process whose server.json it read. */
  readonly instance: string;
}

export interface Door {
  readonly port: number;
  /** Takes no new request; resolves when those under way are answered. */
  close(): Promise<void>;
}

/** Opens `POST /api/<noun>/<verb>` for every operation on 127.0.0.1, at a free port. */
export async function openDoor(settings: DoorSettings): Promise<Door> {
  const server = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: 1_000,
  });
  const port = await listen(server);
  const underWay = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const answered = answerRequest({ ...settings, port }, request, response);
    underWay.add(answered);
    void answered.finally(() => underWay.delete(answered));
  });
  return {
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.all(underWay);
      await closed;
    },
  };
}

type Settings = DoorSettings & { readonly port: number };

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      server.removeListener('error', reject);
      resolve(
        z.custom<AddressInfo>((address) => address !== null && typeof address === 'object').parse(server.address())
          .port,
      );
    });
  });
}

/** The one place of this door that catches. */
async function answerRequest(settings: Settings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(settings, request, response);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'defect') settings.app.log.error({ error, url: request.url }, 'A request met a defect');
    answerDetails(response, detailsOfFailure(failure));
  }
}

async function route(settings: Settings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const facts = factsOf(request);
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (path === '/health' && facts.method === 'GET') return answerHealth(settings, facts, response);
  const refused = refusal(facts, settings);
  if (refused !== undefined) return answerDetails(response, detailsOfRefusal(refused));
  const operation = settings.operations.find(({ name }) => `/api/${name.replace(' ', '/')}` === path);
  if (operation === undefined) return answerDetails(response, notFound());
  if (facts.method !== 'POST') return answerDetails(response, wrongMethod());
  const body = await readBody(request);
  if (body.kind === 'too large') return answerDetails(response, tooLarge());
  return await runOperation({ ...settings, operation, request, body: body.text }, response);
}

/** Anybody on this machine may ask whether the door is open; who has the token learns whose it is. */
function answerHealth(settings: Settings, facts: RequestFacts, response: ServerResponse): void {
  const isAnonymous = facts.authorization === undefined;
  const refused = isAnonymous ? foreignRefusal(facts, settings) : refusal(facts, settings);
  if (refused !== undefined) answerDetails(response, detailsOfRefusal(refused));
  else answerJson(response, 200, { status: 'ok', ...(isAnonymous ? {} : { instance: settings.instance }) });
}

async function runOperation(
  { app, operation, actor, request, body }: Settings & { operation: Operation; request: IncomingMessage; body: string },
  response: ServerResponse,
): Promise<void> {
  const input = parseInput(operation.input, parseJson(body));
  const call = { input, actor, request: idempotencyKey(request) ?? app.newId() };
  if (request.headers.accept !== 'application/x-ndjson') {
    const outcome = await operation.run(app, { ...call, progress: () => undefined });
    return answerJson(response, { done: 200, pending: 202, refused: 409 }[outcome.decision], outcome);
  }
  const send = openStream(response);
  const outcome = await operation.run(app, { ...call, progress: (text) => send({ progress: text }) });
  send({ outcome });
  response.end();
}

/** The name a caller gives a request, so that it may repeat it. Throws a `Problem` for one that is none. */
function idempotencyKey({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || IDEMPOTENCY_KEY.test(String(key))) return key?.toString();
  const message = 'The header Idempotency-Key takes 1 to 200 letters, digits and .:_- that name this request.';
  throw new Problem({ code: 'bad_input', message });
}

function factsOf({ method = '', headers }: IncomingMessage): RequestFacts {
  return {
    method,
    host: headers.host,
    origin: headers.origin,
    authorization: headers.authorization,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
  };
}

function detailsOfRefusal({ status, code, message }: Refusal): ProblemDetails {
  return { type: 'about:blank', title: 'Refused', status, detail: message, code };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw notJson(cause);
  }
}

function notJson(cause: unknown): Problem {
  return new Problem({ code: 'bad_input', message: 'The body is not JSON. Send an object such as {}.', cause });
}

function notFound() {
  const detail = 'There is no such operation. `tipoff --help` lists them: `batch list` is POST /api/batch/list.';
  return { type: 'about:blank', title: 'Not found', status: 404, detail, code: 'unknown_operation' };
}

function wrongMethod() {
  return { type: 'about:blank', title: 'Wrong method', status: 405, detail: 'Use POST.', code: 'wrong_method' };
}

function tooLarge() {
  const detail = `The body is larger than ${MAX_BODY_BYTES.toLocaleString('en-US')} bytes.`;
  return { type: 'about:blank', title: 'Too large', status: 413, detail, code: 'body_too_large' };
}
