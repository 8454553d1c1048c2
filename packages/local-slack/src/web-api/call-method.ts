import { createHash, timingSafeEqual } from 'node:crypto';
import { MethodError } from '../method-error.ts';
import type { Workspace } from '../workspace.ts';
import type { Fields, Method } from './method.ts';
import { METHODS } from './methods.ts';

export interface MethodCall {
  readonly name: string;
  readonly token: string | undefined;
  readonly args: Fields;
}

/**
 * Answers a call of the Web API. An unauthorized call fails with `not_authed`, `invalid_auth`, `not_allowed_token_type`
 * or `missing_scope`. An unknown method fails with `unknown_method`. All other error codes come from the method.
 */
export function callMethod(workspace: Workspace, { name, token, args }: MethodCall): Fields {
  try {
    const method = METHODS.get(name);
    if (method === undefined) throw new MethodError('unknown_method', { req_method: name });
    authorize(workspace, method, token);
    return { ok: true, ...method.run(workspace, args) };
  } catch (error) {
    if (error instanceof MethodError) return { ok: false, error: error.code, ...error.details };
    workspace.log.error({ error, method: name }, 'A method of the Web API failed unexpectedly');
    return { ok: false, error: 'internal_error' };
  }
}

function authorize({ identity, manifest }: Workspace, method: Method, token: string | undefined): void {
  if (token === undefined || token === '') throw new MethodError('not_authed');
  const kind = kindOf(identity.tokens, token);
  if (kind === undefined) throw new MethodError('invalid_auth');
  if (method.token !== 'any' && method.token !== kind) throw new MethodError('not_allowed_token_type');
  const granted = manifest.oauth_config.scopes.bot;
  const isGranted = method.scopes.length === 0 || method.scopes.some((scope) => granted.includes(scope));
  if (!isGranted)
    throw new MethodError('missing_scope', { needed: method.scopes.join(','), provided: granted.join(',') });
}

function kindOf(tokens: { readonly bot: string; readonly app: string }, token: string): 'bot' | 'app' | undefined {
  if (isSame(token, tokens.bot)) return 'bot';
  return isSame(token, tokens.app) ? 'app' : undefined;
}

function isSame(given: string, known: string): boolean {
  return timingSafeEqual(digest(given), digest(known));
}

/**
 * `timingSafeEqual` needs inputs of equal length. Digests have equal lengths and do not reveal the length of the token.
 */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
