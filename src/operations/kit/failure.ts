import { Problem } from '../../platform/problem.ts';
import { Unavailable } from '../../platform/unavailable.ts';
import { escapeUnprintable } from './input/printable.ts';

const MAX_MESSAGE = 2000;
const BAD_INPUT = ['bad_input', 'bad_date', 'bad_command_line'];

/**
 * What a door says of an error it caught.
 * - `bad_input`: the asker has to ask differently.
 * - `refused`: the state of things forbids it; the message says what to do.
 * - `unavailable`: the world failed, a repeat may work.
 * - `defect`: ours; `message` is short, the stack belongs in the log only.
 */
export interface Failure {
  readonly kind: 'bad_input' | 'refused' | 'unavailable' | 'defect';
  readonly code: string;
  readonly message: string;
}

/** A failure that another process met and told of. */
export class Failed extends Error {
  override readonly name = 'Failed';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** Sorts an error into the kinds a door can answer with. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failed) return error.failure;
  if (error instanceof Problem) {
    const kind = BAD_INPUT.includes(error.code) ? 'bad_input' : 'refused';
    return { kind, code: error.code, message: sayable(error.message) };
  }
  if (error instanceof Unavailable) {
    return { kind: 'unavailable', code: 'unavailable', message: `${sayable(error.message)}. Try again in a moment.` };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'defect', code: 'defect', message: sayable(reason.split('\n', 1).join('')) };
}

function sayable(message: string): string {
  const lines = message.split('\n').map(escapeUnprintable).join('\n');
  return lines.length > MAX_MESSAGE ? `${lines.slice(0, MAX_MESSAGE)}…` : lines;
}
