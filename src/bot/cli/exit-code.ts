import type { Failure } from '../../operations/kit/failure.ts';
import type { Outcome } from '../../operations/kit/operation.ts';

export const INTERRUPTED = 130;

/** The meanings of the exit codes, which `--help` prints. */
export const EXIT_CODES = [
  { code: 0, meaning: 'done' },
  { code: 1, meaning: 'refused: the message says why and what to do' },
  { code: 2, meaning: 'the command line was wrong; nothing happened' },
  { code: 3, meaning: 'something was unavailable: try again' },
  { code: 4, meaning: 'pending: started, but not finished' },
  { code: 5, meaning: 'done in part: rows with faults were left out; the message names the file with them' },
  { code: 6, meaning: 'recorded, but the service does not serve what the deploy claims; the message says what it serves' },
  { code: 70, meaning: 'a defect of Tipoff: details in tipoff.log' },
  { code: INTERRUPTED, meaning: 'interrupted' },
] as const;

export type ExitCode = (typeof EXIT_CODES)[number]['code'];

/** The code of an outcome that is done but left out rows of a file. */
const ROWS_REJECTED = 'rows_rejected';

/** The codes of a recorded deploy whose service does not serve the claimed commit. */
const MISMATCHES: readonly string[] = ['served_differs', 'served_partly'];

export function exitCodeOfOutcome({ decision, code }: Pick<Outcome<unknown>, 'decision' | 'code'>): ExitCode {
  switch (decision) {
    case 'done':
      if (MISMATCHES.includes(code)) return 6;
      return code === ROWS_REJECTED ? 5 : 0;
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
