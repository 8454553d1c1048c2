/** Matches the parts of valid JSON that show its fields and nesting: strings, colons and brackets. */
const PARTS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** Why parsers may read a valid JSON text in different ways: an object has a field twice, or the nesting is too deep. */
export type JsonFault = { readonly type: 'duplicate-field'; readonly field: string } | { readonly type: 'too-deep' };

/**
 * Finds the first fault of a valid JSON text. For a field that an object has twice, `JSON.parse` reads the last value,
 * and other parsers, such as `json_extract` of SQLite, the first. `deepest` is the allowed number of nested levels.
 */
export function findJsonFault(json: string, deepest = Number.POSITIVE_INFINITY): JsonFault | undefined {
  const open: Set<string>[] = [];
  let latest = '';
  for (const [part] of json.matchAll(PARTS)) {
    const field = takePart(open, part, latest);
    if (field !== undefined) return { type: 'duplicate-field', field };
    if (open.length > deepest) return { type: 'too-deep' };
    latest = part;
  }
  return undefined;
}

/**
 * Processes the next part of a JSON text. For each enclosing object or list, `open` holds the names of the fields that
 * were already read. Returns a field that its object has for the second time.
 */
function takePart(open: Set<string>[], part: string, before: string): string | undefined {
  switch (part) {
    case '{':
    case '[':
      open.push(new Set());
      return undefined;
    case '}':
    case ']':
      open.pop();
      return undefined;
    case ':':
      return repeatedField(open.at(-1), String(JSON.parse(before)));
    default:
      return undefined;
  }
}

/** Adds a field to the fields of its object. Returns the field if the object already had it. */
function repeatedField(fields: Set<string> | undefined, field: string): string | undefined {
  if (fields?.has(field) === true) return field;
  fields?.add(field);
  return undefined;
}
