import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerFault } from '../faults.ts';
import { postResponse } from '../messages/post-response.ts';
import { MethodError } from '../method-error.ts';
import { callMethod } from '../web-api/call-method.ts';
import type { Fields } from '../web-api/method.ts';
import type { PostRate } from '../web-api/post-rate.ts';
import type { Workspace } from '../workspace.ts';
import { fieldsOf, fileOf, readBytes } from './request-body.ts';
import { answerJson, answerText } from './response.ts';

const MAX_CALL_BYTES = 2_000_000;
const MAX_UPLOAD_BYTES = 20_000_000;
const MAX_FORM_FRAME_BYTES = 10_000;
const TOO_LARGE = { ok: false, error: 'request_too_large' };

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
}

export interface AppRoutes {
  readonly workspace: Workspace;
  readonly postRate: PostRate;
}

/** Serves the paths that apps call: the Web API, response URLs and uploads. Returns false for any other path. */
export async function serveApp(routes: AppRoutes, exchange: Exchange): Promise<boolean> {
  const [, area, rest = ''] = /^\/(api|response|upload)\/([\w.-]+)$/.exec(exchange.path) ?? [];
  if (area === undefined) return false;
  if (routes.workspace.faults.isOut()) exchange.request.socket.destroy();
  else if (area === 'api') await serveMethod(routes, exchange, rest);
  else if (area === 'response') await serveResponseUrl(routes, exchange, rest);
  else await serveUpload(routes, exchange, rest);
  return true;
}

async function serveMethod(routes: AppRoutes, exchange: Exchange, name: string): Promise<void> {
  const { workspace } = routes;
  const { request, response } = exchange;
  const body = await readBytes(request, MAX_CALL_BYTES);
  if (body === 'too large') return answerJson(response, TOO_LARGE, 413);
  const fields = fieldsOf(request, body);
  if (fields === undefined) return answerJson(response, { ok: false, error: 'invalid_json' });
  const { token, ...args } = fields;
  await withFault(exchange, workspace.faults.take(name) ?? postLimit(routes, name, args), () => {
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return callMethod(workspace, { name, token: bearer ?? (typeof token === 'string' ? token : undefined), args });
  });
}

function postLimit({ workspace, postRate }: AppRoutes, name: string, args: Fields): AnswerFault | undefined {
  if (!workspace.faults.arePostsLimited() || !['chat.postMessage', 'chat.update'].includes(name)) return undefined;
  const retryAfterSeconds = postRate(String(args['channel']));
  return retryAfterSeconds === undefined ? undefined : { kind: 'ratelimited', retryAfterSeconds };
}

async function serveResponseUrl({ workspace }: AppRoutes, exchange: Exchange, key: string): Promise<void> {
  const { request, response } = exchange;
  const body = await readBytes(request, MAX_CALL_BYTES);
  if (body === 'too large') return answerJson(response, TOO_LARGE, 413);
  const fields = fieldsOf(request, body);
  if (fields === undefined) return answerJson(response, { ok: false, error: 'invalid_payload' }, 400);
  await withFault(exchange, workspace.faults.take('response_url'), () => {
    const target = workspace.responseUrls.use(key);
    if (typeof target === 'string') return { ok: false, error: target, status: 404 };
    try {
      postResponse(workspace, target, fields);
      return { ok: true };
    } catch (error) {
      if (!(error instanceof MethodError)) throw error;
      return { ok: false, error: error.code, ...error.details, status: 400 };
    }
  });
}

async function serveUpload({ workspace }: AppRoutes, exchange: Exchange, fileId: string): Promise<void> {
  const { request, response } = exchange;
  const body = await readBytes(request, MAX_UPLOAD_BYTES + MAX_FORM_FRAME_BYTES);
  if (body === 'too large') return answerJson(response, TOO_LARGE, 413);
  const fault = workspace.faults.take('upload');
  if (fault !== undefined) return await withFault(exchange, fault, () => ({ ok: true }));
  const bytes = await fileOf(request, body);
  const received = bytes === undefined ? 'unknown' : workspace.uploads.receive(fileId, bytes);
  if (received === 'kept') answerText(response, 'OK', 200);
  else answerText(response, received, received === 'unknown' ? 404 : 400);
}

/** Answers a call of the Web API with the result of `run`. An injected fault replaces this answer. */
async function withFault(
  { request, response }: Exchange,
  fault: AnswerFault | undefined,
  run: () => Fields,
): Promise<void> {
  if (fault === undefined) return answerCall(response, run());
  switch (fault.kind) {
    case 'ratelimited':
      response.setHeader('retry-after', String(fault.retryAfterSeconds));
      return answerJson(response, { ok: false, error: 'ratelimited' }, 429);
    case 'status':
      return answerText(response, 'An injected fault.', fault.status);
    case 'error':
      return answerJson(response, { ok: false, error: fault.error });
    case 'drop':
      return destroy(request);
    case 'accept-then-drop':
      run();
      return destroy(request);
    case 'accept-then-hang':
      run();
      setTimeout(() => destroy(request), fault.ms).unref();
  }
}

function answerCall(response: ServerResponse, { status, ...fields }: Fields): void {
  answerJson(response, fields, typeof status === 'number' ? status : 200);
}

function destroy(request: IncomingMessage): void {
  request.socket.destroy();
}
