import type { Log } from '../../platform/log.ts';
import type { TrustedCaller } from '../../platform/trusted-caller.ts';
import type { HttpProblem } from './problem-details.ts';
import { detailsOfRefusal } from './request-refusals.ts';
import { respondProblem } from './respond.ts';
import type { GuardedExchange } from './route-request.ts';

/** A JSON Web Token has dots, and those of Google have about a thousand characters. */
const BEARER = /^Bearer ([\w.-]{1,4000})$/i;
const NO_TOKEN = {
  status: 401,
  code: 'token_required',
  message: 'Send `Authorization: Bearer` with an identity token of Google for the audience of this endpoint.',
} as const;
const INVALID = {
  status: 401,
  code: 'token_unknown',
  message: 'This is not a valid identity token of Google for the audience of this endpoint.',
} as const;

/**
 * Admits only the caller that an endpoint for machines is for, before anything of the body is read. Responds to every other request,
 * and leaves it in the log. Throws `Unavailable` when the token cannot be checked at the moment.
 */
export async function admitMachine(
  { request, response, path }: GuardedExchange,
  { caller, log }: { readonly caller: TrustedCaller; readonly log: Log },
): Promise<'admitted' | 'refused'> {
  const refusal = await refusalOf(request.headers.authorization, caller);
  if (refusal === undefined) return 'admitted';
  log.warn({ path, code: refusal.code, detail: refusal.detail }, 'a request to an endpoint for machines was refused');
  respondProblem(response, refusal);
  return 'refused';
}

/** The Problem Details of an endpoint that is switched off, because nobody is configured who may call it. */
export function endpointOff(path: string, variables: string): HttpProblem {
  const detail = `POST ${path} is switched off, because ${variables} are not set.`;
  return { type: 'about:blank', title: 'Not found', status: 404, detail, code: 'endpoint_off' };
}

async function refusalOf(authorization: string | undefined, caller: TrustedCaller): Promise<HttpProblem | undefined> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) return detailsOfRefusal(NO_TOKEN);
  const verdict = await caller.check(token);
  switch (verdict.type) {
    case 'trusted':
      return undefined;
    case 'invalid':
      return detailsOfRefusal(INVALID);
    case 'stranger':
      return detailsOfRefusal({ status: 403, code: 'not_allowed', message: strangerText(verdict.email) });
  }
}

function strangerText(email: string | null): string {
  return email === null
    ? 'This token does not prove the address of its caller.'
    : `${email} may not call this endpoint. The service account that may is in the configuration of Tipoff.`;
}
