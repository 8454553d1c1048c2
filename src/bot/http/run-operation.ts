import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../../operations/app.ts';
import { answerCaller } from '../../operations/kit/answer-caller.ts';
import { authorize } from '../../operations/kit/authorize.ts';
import { BRIEF_BYTES, type BriefOutcome, briefOutcome } from '../../operations/kit/brief-outcome.ts';
import { parseInput } from '../../operations/kit/input/parse-input.ts';
import { quoteInput } from '../../operations/kit/input/printable.ts';
import { type MarkedOutcome, markUserText } from '../../operations/kit/mark-user-text.ts';
import { isSizedByCaller, type Operation, type Outcome } from '../../operations/kit/operation.ts';
import { Problem } from '../../platform/problem.ts';
import { detailsOfRefused } from './problem-details.ts';
import { openStream, respondJson, respondProblem, STREAM_TYPE } from './respond.ts';

/** Matches the value of a valid Idempotency-Key header. */
export const IDEMPOTENCY_KEY = /^[\w.:-]{1,200}$/;
const Fields = z.record(z.string(), z.unknown());
const STATUS = { done: 200, pending: 202 } as const;
/** The number of bytes that the fields of Problem Details add to the reply of a refused operation. */
const PROBLEM_BYTES = 40;
const HOW_TO_GET_ALL = 'Add ?detail=full for the full reply.';

export interface OperationRequest {
  readonly app: App;
  readonly operation: Operation;
  readonly actor: Actor;
}

/**
 * Runs an operation and responds with its outcome. A client that accepts a stream gets progress lines before the
 * outcome.
 */
export async function runOperation(
  { app, operation, actor }: OperationRequest,
  { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: unknown },
): Promise<void> {
  const permission = authorize(operation, actor, () => app.roles);
  if (permission.type === 'refused') return respondProblem(response, forbidden(permission));
  const given = Fields.safeParse(body).data ?? {};
  const shorten = wantsAll(request) || isSizedByCaller(operation, given) ? everything : brief;
  const show = (answered: Outcome<unknown>) => shorten(markUserText(operation, answered));
  const input = parseInput(operation.input, body);
  const call = { input, actor, request: idempotencyKey(request) ?? app.newId() };
  if (request.headers.accept !== STREAM_TYPE) {
    const outcome = await answerCaller(app, operation, { ...call, progress: () => undefined });
    const { decision, ...shown } = show(outcome);
    if (decision === 'refused') return respondProblem(response, detailsOfRefused(shown));
    return respondJson(response, STATUS[decision], { decision, ...shown });
  }
  const send = openStream(response);
  const outcome = await answerCaller(app, operation, { ...call, progress: (text) => send({ progress: text }) });
  send({ outcome: show(outcome) });
  response.end();
}

function everything(outcome: MarkedOutcome): BriefOutcome {
  return outcome;
}

function brief(outcome: MarkedOutcome): BriefOutcome {
  return briefOutcome(outcome, { maxBytes: BRIEF_BYTES - PROBLEM_BYTES, howToGetAll: HOW_TO_GET_ALL });
}

/**
 * Returns whether the request asks for the full reply, with `?detail=full` or `Prefer: return=representation` (RFC
 * 7240). Throws a `Problem` for any other query.
 */
function wantsAll({ url = '', headers }: IncomingMessage): boolean {
  const query = new URLSearchParams(url.split('?').slice(1).join('?'));
  for (const [name, value] of query) {
    if (name !== 'detail')
      throw badInput(`The query parameter ${quoteInput(name)} is unknown. The only one is detail.`);
    if (value !== 'full' && value !== 'brief')
      throw badInput(`detail: ${quoteInput(value)} is not accepted. Use full.`);
  }
  return query.get('detail') === 'full' || headers['prefer'] === 'return=representation';
}

/**
 * Returns the idempotency key that the caller chose, with which the caller can repeat the request. Throws a `Problem`
 * for an invalid key.
 */
function idempotencyKey({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || IDEMPOTENCY_KEY.test(String(key))) return key?.toString();
  throw badInput('The header Idempotency-Key takes 1 to 200 letters, digits and the characters .:_-.');
}

/** The Problem Details of a call without permission. */
export function forbidden({ code, message }: { readonly code: string; readonly message: string }) {
  return { type: 'about:blank', title: 'Not allowed', status: 403, detail: message, code };
}

function badInput(message: string): Problem {
  return new Problem({ code: 'bad_input', message });
}
