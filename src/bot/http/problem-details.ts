import * as z from 'zod';
import { Failed, type Failure } from '../../operations/kit/failure.ts';

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

const KINDS = {
  bad_input: { status: 400, title: 'The input is wrong' },
  refused: { status: 409, title: 'Refused' },
  unavailable: { status: 503, title: 'A store or service cannot be reached' },
  defect: { status: 500, title: 'A defect of Tipoff' },
} as const satisfies Record<Failure['kind'], { status: number; title: string }>;
/** Status 422 and this title are defined in draft-ietf-httpapi-idempotency-key-header. */
const REUSED = { status: 422, title: 'Idempotency-Key is already used' };

/** Converts a failure to Problem Details. */
export function detailsOfFailure({ kind, code, message }: Failure): HttpProblem {
  return { type: 'about:blank', ...(code === 'request_reused' ? REUSED : KINDS[kind]), detail: message, code };
}

/** Converts Problem Details to the error that they describe. */
export function errorOfDetails({ status, detail, code }: HttpProblem): Failed {
  const kind =
    (['bad_input', 'unavailable', 'defect'] as const).find((one) => KINDS[one].status === status) ?? 'refused';
  return new Failed({ kind, code, message: detail });
}
