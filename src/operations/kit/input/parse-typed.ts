import type * as z from 'zod';
import { withoutCode } from '../../../platform/printable.ts';
import { Problem } from '../../../platform/problem.ts';
import type { TypedCommand } from '../input-fields.ts';
import { type InterpretedInput, interpretInput } from '../interpret-input.ts';
import { parseInput } from './parse-input.ts';

/**
 * Parses the input of a typed command as `parseInput` does. If a field is missing, the `Problem` ends with the complete
 * command to copy. `write` formats that command for the transport.
 */
export function parseTyped<S extends z.ZodObject>(
  operation: TypedCommand & { readonly input: S },
  given: Readonly<Record<string, unknown>>,
  write: (meant: InterpretedInput) => string,
): z.infer<S> {
  try {
    return parseInput(operation.input, given);
  } catch (error) {
    const meant = interpretInput(operation, given);
    if (!(error instanceof Problem) || meant === undefined) throw error;
    throw withCommand(error, write(meant));
  }
}

function withCommand(cause: Problem, command: string): Problem {
  return new Problem({ code: cause.code, message: `${cause.message} Write ${asCode(command)}.`, cause });
}

/** Puts a command in backticks and removes backticks inside it. */
export function asCode(command: string): string {
  return `\`${withoutCode(command)}\``;
}
