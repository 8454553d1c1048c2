import type { Failure } from '../../operations/kit/failure.ts';
import type { Outcome } from '../../operations/kit/operation.ts';

export const INTERRUPTED = 130;

/** The meanings of the exit codes, which `--help` prints. */
export const EXIT_CODES = [
  { code: 0, meaning: 'done' },
  { code: 1, meaning: 'refused: the message says why and what to do' },
  { code: 2, meaning: 'the command line was wrong; nothing happened' },
  { code: 3, meaning: "unknown: something could not be reached or read, so try again" },
  { code: 4, meaning: 'pending: started, but not finished' },
  { code: 5, meaning: 'done in part: rows with faults were left out; the message names the file with them' },
  { code: 6, meaning: 'no: the answer to a question such as `deploy drift` or `deploy contains` is not the wanted one' },
  { code: 70, meaning: 'a defect of Tipoff: details in tipoff.log' },
  { code: INTERRUPTED, meaning: 'interrupted' },
] as const;

export type ExitCode = (typeof EXIT_CODES)[number]['code'];

/** The codes of questions that were answered: the answer is not the wanted one, or it is unknown. */
const ANSWERS: Readonly<Record<string, ExitCode>> = { drift: 6, not_contained: 6, drift_unknown: 3, contains_unknown: 3 };
/** The code of an outcome that is done but left out rows of a file. */
const ROWS_REJECTED = 'rows_rejected';

export function exitCodeOfOutcome({ decision, code }: Pick<Outcome<unknown>, 'decision' | 'code'>): ExitCode {
  switch (decision) {
    case 'done':
      return code === ROWS_REJECTED ? 5 : (ANSWERS[code] ?? 0);
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
