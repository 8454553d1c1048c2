import { quoteInput } from '../../operations/kit/input/printable.ts';
import { findJsonFault } from '../../platform/json-fault.ts';
import { Problem } from '../../platform/problem.ts';

/** The maximum nesting depth of the JSON in a request body. */
export const DEEPEST = 50;

/**
 * Parses a request's body. Throws a `Problem` for invalid JSON, and for JSON that parsers read in different ways:
 * duplicate fields and very deep nesting.
 */
export function parseBody(body: string): unknown {
  const value = jsonOf(body);
  const fault = findJsonFault(body, DEEPEST);
  switch (fault?.type) {
    case undefined:
      return value;
    case 'too-deep':
      throw badInput(`The body is nested deeper than ${DEEPEST} levels. Send JSON with less nesting.`);
    case 'duplicate-field':
      throw badInput(`The field ${quoteInput(fault.field)} appears twice. Send it once.`);
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw badInput('The body is not JSON. Send an object such as {}.', cause);
  }
}

function badInput(message: string, cause?: unknown): Problem {
  return new Problem({ code: 'bad_input', message, cause });
}
