import { quoteInput } from '../../operations/kit/input/printable.ts';
import { Problem } from '../../platform/problem.ts';

/** The maximum nesting depth of the JSON in a request body. */
export const DEEPEST = 50;
/** Matches the parts of valid JSON that show its fields and nesting: strings, colons and brackets. */
const PARTS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Parses a request's body. Throws a `Problem` for invalid JSON, and for JSON that parsers read in different ways:
 * duplicate fields and very deep nesting.
 */
export function parseBody(body: string): unknown {
  const value = jsonOf(body);
  const open: Set<string>[] = [];
  let latest = '';
  for (const [part] of body.matchAll(PARTS)) {
    take(open, part, latest);
    latest = part;
  }
  return value;
}

/**
 * Processes the next part of a JSON text. For each enclosing object or list, `open` holds the names of the fields that
 * were already read.
 */
function take(open: Set<string>[], part: string, before: string): void {
  switch (part) {
    case '{':
    case '[':
      open.push(new Set());
      if (open.length > DEEPEST)
        throw badInput(`The body is nested deeper than ${DEEPEST} levels. Send JSON with less nesting.`);
      return;
    case '}':
    case ']':
      open.pop();
      return;
    case ':':
      note(open.at(-1), before);
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw badInput('The body is not JSON. Send an object such as {}.', cause);
  }
}

function note(fields: Set<string> | undefined, text: string): void {
  const field = String(JSON.parse(text));
  if (fields?.has(field) === true) throw badInput(`The field ${quoteInput(field)} appears twice. Send it once.`);
  fields?.add(field);
}

function badInput(message: string, cause?: unknown): Problem {
  return new Problem({ code: 'bad_input', message, cause });
}
