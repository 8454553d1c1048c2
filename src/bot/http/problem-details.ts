import * as z from 'zod';
import type { BriefOutcome } from '../../operations/kit/brief-outcome.ts';
import { Failed, type Failure } from '../../operations/kit/failure.ts';
import { NextStep } from '../../operations/kit/operation.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** The Problem Details of RFC 9457, with an additional `code` for programs. */
export const HttpProblem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
});
export type HttpProblem = z.infer<typeof HttpProblem>;

/** The body of a response with status 409. Its `data` explains the refusal, and `next` suggests calls. */
export const HttpRefusal = HttpProblem.extend({
  data: z.unknown().describe('the data that explains the refusal; null if the operation has none'),
  next: z.array(NextStep),
});

const KINDS = {
  bad_input: { status: 400, title: 'The input is wrong' },
  refused: { status: 409, title: 'Refused' },
  unavailable: { status: 503, title: 'A store or service cannot be reached' },
  defect: { status: 500, title: 'A defect of Tipoff' },
} as const satisfies Record<Failure['kind'], { status: number; title: string }>;
/**
 * Error codes with their own HTTP status and title. Every other code has the status and title of its kind of failure.
 * Status 422 is defined in draft-ietf-httpapi-idempotency-key-header.
 */
const CODES: Readonly<Record<string, { status: number; title: string }>> = {
  request_reused: { status: 422, title: 'Idempotency-Key is already used' },
  busy: { status: 503, title: 'Busy' },
  disk_full: { status: 503, title: 'The disk is full' },
};

/**
 * Converts a failure to Problem Details. With status 409 they have `data` and `next`, like the refusal of an operation.
 */
export function detailsOfFailure({ kind, code, message }: Failure): HttpProblem {
  const special = CODES[code];
  if (special === undefined && kind === 'refused') return detailsOfRefused({ code, message, data: null, next: [] });
  return { type: 'about:blank', ...(special ?? KINDS[kind]), detail: message, code };
}

/** Converts the outcome of a refused operation to Problem Details, which omit the outcome's `decision`. */
export function detailsOfRefused({ code, message, ...rest }: Omit<BriefOutcome, 'decision'>): HttpProblem {
  return { type: 'about:blank', ...KINDS.refused, detail: message, code, ...rest };
}

/** Converts received Problem Details to the error that they describe. */
export function errorOfDetails({ status, detail, code }: HttpProblem): Failed {
  const kind =
    (['bad_input', 'unavailable', 'defect'] as const).find((one) => KINDS[one].status === status) ?? 'refused';
  return new Failed({ kind, code, message: detail });
}

/** The Problem Details of a request with another method than the path accepts. */
export function wrongMethod(method: 'GET' | 'POST'): HttpProblem {
  const code = method === 'GET' ? 'use_get' : 'use_post';
  return { type: 'about:blank', title: 'Wrong method', status: 405, detail: `Use ${method}.`, code };
}
