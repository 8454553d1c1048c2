import { quoteInput } from '../../operations/kit/input/printable.ts';
import { Problem } from '../../platform/problem.ts';

/** How many objects and lists a body may nest. */
export const DEEPEST = 50;
/** The parts of valid JSON that matter here: strings, colons, and the brackets of objects and lists. */
const PARTS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Parses a body. Throws a `Problem` for invalid JSON, and for JSON that parsers read differently: duplicate fields and very deep nesting.
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

/** `open` holds the fields seen so far of every object or list around the part. */
function take(open: Set<string>[], part: string, before: string): void {
  switch (part) {
    case '{':
    case '[':
      open.push(new Set());
      if (open.length > DEEPEST) throw badInput(`The body is nested deeper than ${DEEPEST} levels. Send it flat.`);
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
