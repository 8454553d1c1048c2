import type { Failure } from '../../operations/kit/failure.ts';
import type { Outcome } from '../../operations/kit/operation.ts';

export const INTERRUPTED = 130;
/** The exit code of a deploy that was recorded, but that could not be verified or serves another commit than it claims. */
export const NOT_VERIFIED = 6;

/** The meanings of the exit codes, which `--help` prints. */
export const EXIT_CODES = [
  { code: 0, meaning: 'done' },
  { code: 1, meaning: 'refused: the message says why and what to do' },
  { code: 2, meaning: 'the command line was wrong; nothing happened' },
  { code: 3, meaning: 'something was unavailable or unknown: try again' },
  { code: 4, meaning: 'pending: started, but not finished' },
  { code: 5, meaning: 'done in part: rows with faults were left out; the message names the file with them' },
  {
    code: NOT_VERIFIED,
    meaning:
      'the deploy was recorded, but it could not be verified, or the service serves another commit than it claims',
  },
  {
    code: 7,
    meaning: 'no: the answer to a question such as `deploy drift` or `deploy contains` is not the wanted one',
  },
  { code: 70, meaning: 'a defect of Tipoff: details in tipoff.log' },
  { code: INTERRUPTED, meaning: 'interrupted' },
] as const;

export type ExitCode = (typeof EXIT_CODES)[number]['code'];

/** The exit codes of outcomes that are done, but whose answer scripts must notice. */
const ANSWERS: Readonly<Record<string, ExitCode>> = {
  rows_rejected: 5,
  sources_unknown: 3,
  served_differs: NOT_VERIFIED,
  served_partly: NOT_VERIFIED,
  drift: 7,
  drift_unknown: 3,
  not_contained: 7,
  contains_unknown: 3,
  queue_unknown: 3,
};

export function exitCodeOfOutcome({ decision, code }: Pick<Outcome<unknown>, 'decision' | 'code'>): ExitCode {
  switch (decision) {
    case 'done':
      return ANSWERS[code] ?? 0;
    case 'refused':
      return 1;
    case 'pending':
      return 4;
  }
}

export function exitCodeOfFailure(kind: Failure['kind']): ExitCode {
  switch (kind) {
    case 'refused':
      return 1;
    case 'bad_input':
      return 2;
    case 'unavailable':
      return 3;
    case 'defect':
      return 70;
  }
}
