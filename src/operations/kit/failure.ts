import { errorText } from '../../platform/error-text.ts';
import { Problem } from '../../platform/problem.ts';
import { Unavailable } from '../../platform/unavailable.ts';
import { escapeUnprintable } from './input/printable.ts';

const MAX_MESSAGE = 2000;
const BAD_INPUT = ['bad_input', 'bad_date', 'bad_command_line'];

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
    const kind = BAD_INPUT.includes(error.code) ? 'bad_input' : 'refused';
    return { kind, code: error.code, message: printable(error.message) };
  }
  if (error instanceof Unavailable) {
    return { kind: 'unavailable', code: 'unavailable', message: `${printable(error.message)}. Try again in a moment.` };
  }
  const reason = errorText(error);
  return { kind: 'defect', code: 'defect', message: printable(reason.split('\n', 1).join('')) };
}

function printable(message: string): string {
  const lines = message.split('\n').map(escapeUnprintable).join('\n');
  return lines.length > MAX_MESSAGE ? `${lines.slice(0, MAX_MESSAGE)}…` : lines;
}
