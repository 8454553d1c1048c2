import { Busy } from '../../platform/busy.ts';
import { DiskFull, isDiskFullError } from '../../platform/disk-full.ts';
import { errorText } from '../../platform/error-text.ts';
import { InvalidDocument } from '../../platform/invalid-document.ts';
import { escapeUnprintable } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import { Unavailable } from '../../platform/unavailable.ts';

const MAX_MESSAGE = 2000;
const FAULTS_SHOWN = 5;
const BAD_INPUT = ['bad_input', 'bad_date', 'bad_command_line'];
/**
 * The codes of problems that may pass without a change by the caller. For example, another process may release the data
 * soon.
 */
const UNAVAILABLE = ['data_held', 'process_stopping'];

/**
 * An error as a transport reports it.
 * - `bad_input`: the caller has to change the input.
 * - `refused`: the current state does not allow the operation; the message says what to do.
 * - `unavailable`: something outside Tipoff failed; a retry may work.
 * - `defect`: Tipoff has a bug; `message` is short, and the stack is only in the log.
 */
export interface Failure {
  readonly kind: 'bad_input' | 'refused' | 'unavailable' | 'defect';
  readonly code: string;
  readonly message: string;
}

/** A failure that another process reported. */
export class Failed extends Error {
  override readonly name = 'Failed';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** Classifies an error into the kinds that transports report. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failed) return error.failure;
  if (error instanceof Problem) {
    return { kind: kindOf(error), code: error.code, message: printable(error.message) };
  }
  if (error instanceof InvalidDocument)
    return { kind: 'refused', code: 'damaged_document', message: damagedText(error) };
  if (error instanceof Busy) return { kind: 'unavailable', code: 'busy', message: error.message };
  if (error instanceof DiskFull) return { kind: 'unavailable', code: 'disk_full', message: printable(error.message) };
  if (error instanceof Unavailable) {
    return { kind: 'unavailable', code: 'unavailable', message: `${printable(error.message)}. Try again in a moment.` };
  }
  if (isDiskFullError(error)) return failureOf(new DiskFull('the file to write', error));
  const reason = errorText(error);
  return { kind: 'defect', code: 'defect', message: printable(reason.split('\n', 1).join('')) };
}

function damagedText({ path, issues }: InvalidDocument): string {
  const shown = issues.slice(0, FAULTS_SHOWN).join('; ');
  const more = issues.length > FAULTS_SHOWN ? `; and ${issues.length - FAULTS_SHOWN} more` : '';
  const message = `The stored document ${path} cannot be read (${shown}${more}). Something other than this version of Tipoff wrote it. Update Tipoff, or put a backup back with \`tipoff restore\`.`;
  return printable(message);
}

function kindOf({ code }: Problem): Failure['kind'] {
  if (BAD_INPUT.includes(code)) return 'bad_input';
  return UNAVAILABLE.includes(code) ? 'unavailable' : 'refused';
}

function printable(message: string): string {
  const lines = message.split('\n').map(escapeUnprintable).join('\n');
  return lines.length > MAX_MESSAGE ? `${lines.slice(0, MAX_MESSAGE)}…` : lines;
}
