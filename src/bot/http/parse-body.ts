import { quoteInput } from '../../operations/kit/input/printable.ts';
import { Problem } from '../../platform/problem.ts';

const DEEPEST = 50;
/** What matters of a JSON text that is known to be one: its strings, and where objects and lists begin, go on and end. */
const PARTS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * The value of a body. Throws a `Problem` for what is not JSON, and for what programs read differently: a field that is there twice, and
 * nesting that some cannot follow.
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

/** `open`: of every object or list around the part, the fields so far. */
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
  if (fields?.has(field) === true) throw badInput(`The field ${quoteInput(field)} is there twice. Send it once.`);
  fields?.add(field);
}

function badInput(message: string, cause?: unknown): Problem {
  return new Problem({ code: 'bad_input', message, cause });
}
