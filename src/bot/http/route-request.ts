import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../../operations/app.ts';
import type { Operation } from '../../operations/kit/operation.ts';
import type { ProcessPart } from '../../platform/process-part.ts';
import { answerProbe, PROBES } from './answer-probe.ts';
import { apiPath } from './api-path.ts';
import { identifyCaller, type KnownCallers } from './identify-caller.ts';
import { openApiDocument } from './open-api-document.ts';
import { parseBody } from './parse-body.ts';
import { wrongMethod } from './problem-details.ts';
import { type Body, MAX_BODY_BYTES, readBody } from './read-body.ts';
import {
  detailsOfRefusal,
  foreignRefusal,
  formatRefusal,
  headerRefusal,
  type Refusal,
  type RequestFacts,
  type Site,
} from './request-refusals.ts';
import { respondJson, respondProblem } from './respond.ts';
import { runOperation } from './run-operation.ts';

const DOCUMENT_PATH = '/openapi.json';

/**
 * A request for a handler that serves no operation. The request is authenticated, and its body is JSON within the size
 * limit.
 */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly actor: Actor;
  readonly body: unknown;
  /** The host names that this server accepts. */
  readonly hosts: readonly string[];
}

/** A request for a handler that checks its caller itself. Nothing of the body has been read. */
export interface GuardedExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path without the query. */
  readonly path: string;
}

export interface RouteSettings extends KnownCallers {
  readonly app: App;
  readonly operations: readonly Operation[];
  /** Handlers by path, for POST requests that call no operation. Each handler responds or throws. */
  readonly mounts: Readonly<Record<string, (exchange: Exchange) => Promise<void>>>;
  /**
   * Handlers by path that check their caller themselves, because it has no token of Tipoff. A path that ends in `/` stands for every path
   * that begins with it.
   */
  readonly guardedMounts?: Readonly<Record<string, (exchange: GuardedExchange) => Promise<void>>>;
  readonly version: string;
  /** The id of this process. A caller uses it to check that it reached the process whose server.json it read. */
  readonly instance: string;
  /** The host names at which the port answers. */
  readonly site: Site;
  /** The role of this process. */
  readonly role: string;
  /** Which parts of Tipoff the process runs. */
  readonly parts: readonly ProcessPart[];
  /** `any-host`: the probes of a platform name the address of the machine, so they are answered at any host. */
  readonly probesAt: 'own-hosts' | 'any-host';
  /**
   * Where the request arrived. Only programs of this user can open the socket, so a request at the socket may name any
   * host.
   */
  readonly arrivedAt: 'port' | 'socket';
}

/**
 * Responds to a request or throws. The checks run in this order: headers, origin, probes, handlers that check
 * their caller, caller, path, method, format, size.
 */
export async function routeRequest(
  settings: RouteSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const facts = factsOf(request);
  const path = pathOf(request);
  const probe = PROBES.find((known) => known === path);
  const refusal = headerRefusal(request.headersDistinct, request.httpVersion) ?? siteRefusal(facts, path, settings);
  if (refusal !== undefined) return respondProblem(response, detailsOfRefusal(refusal));
  if (probe !== undefined && !isReading(facts)) return respondProblem(response, wrongMethod('GET'));
  if (probe !== undefined && request.headers.authorization === undefined) {
    return await answerProbe({ ...settings, probe, caller: 'anybody' }, response);
  }
  const guarded = guardedMountAt(path, settings);
  if (guarded !== undefined) return await guarded({ request, response, path });
  const actor = await identifyCaller(request.headers.authorization, settings);
  if ('status' in actor) return respondProblem(response, detailsOfRefusal(actor));
  if (probe !== undefined) return await answerProbe({ ...settings, probe, caller: 'known' }, response);
  if (path === DOCUMENT_PATH) return answerDocument(settings, facts, response);
  return await answerAt(path, settings, { request, response, actor });
}

async function answerAt(
  path: string,
  settings: RouteSettings,
  exchange: Omit<Exchange, 'body' | 'hosts'>,
): Promise<void> {
  const { request, response, actor } = exchange;
  const operation = settings.operations.find((known) => apiPath(known) === path && isVisible(known, actor, settings));
  const mount = settings.mounts[path];
  if (operation === undefined && mount === undefined) return respondProblem(response, notFound(settings));
  if (request.method !== 'POST') return respondProblem(response, wrongMethod('POST'));
  const unfit = formatRefusal(factsOf(request));
  if (unfit !== undefined) return respondProblem(response, detailsOfRefusal(unfit));
  const read = await readBody(request);
  if (read.kind === 'too large') return respondProblem(response, tooLarge(read));
  const body = parseBody(read.text);
  if (operation === undefined) return await mount?.({ ...exchange, body, hosts: hostsOf(request, settings) });
  return await runOperation({ app: settings.app, operation, actor }, { request, response, body });
}

function guardedMountAt(path: string, { guardedMounts = {} }: RouteSettings) {
  return Object.entries(guardedMounts).find(([own]) => (own.endsWith('/') ? path.startsWith(own) : path === own))?.[1];
}

function siteRefusal(
  facts: RequestFacts,
  path: string,
  { arrivedAt, probesAt, site }: RouteSettings,
): Refusal | undefined {
  const isExemptProbe = probesAt === 'any-host' && PROBES.some((probe) => probe === path);
  return arrivedAt === 'socket' || isExemptProbe ? undefined : foreignRefusal(facts, site);
}

function hostsOf({ headers }: IncomingMessage, { arrivedAt, site }: RouteSettings): readonly string[] {
  return arrivedAt === 'socket' ? [headers.host ?? ''] : site.hosts;
}

/** Operations that only the local command line may call are visible only to a caller with the token in server.json. */
function isVisible({ reach }: Operation, actor: Actor, { person }: RouteSettings): boolean {
  return reach === 'everywhere' || actor === person;
}

function answerDocument({ operations, version }: RouteSettings, facts: RequestFacts, response: ServerResponse) {
  if (!isReading(facts)) return respondProblem(response, wrongMethod('GET'));
  return respondJson(response, 200, openApiDocument(operations, version));
}

/** Returns the path of a URL without the query, which may contain a token. */
export function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1).join();
}

/** HEAD works like GET without the body (RFC 9110 9.3.2). */
function isReading({ method }: RequestFacts): boolean {
  return method === 'GET' || method === 'HEAD';
}

function factsOf({ method = '', headers }: IncomingMessage): RequestFacts {
  return {
    method,
    host: headers.host,
    origin: headers.origin,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
  };
}

function notFound({ operations, role }: RouteSettings) {
  const detail =
    operations.length === 0
      ? `This process has the role ${role}, which does not serve this path. A process with the role bot serves the operations.`
      : 'This operation does not exist. GET /openapi.json lists all operations. For example, `batch list` is POST /api/batch/list.';
  return { type: 'about:blank', title: 'Not found', status: 404, detail, code: 'unknown_operation' };
}

function tooLarge({ bytes }: Extract<Body, { kind: 'too large' }>) {
  const limit = `${MAX_BODY_BYTES.toLocaleString('en-US')} bytes`;
  const detail = `The body is larger than ${limit}: ${bytes.toLocaleString('en-US')} bytes were sent or announced. Send less.`;
  return { type: 'about:blank', title: 'Too large', status: 413, detail, code: 'body_too_large' };
}
