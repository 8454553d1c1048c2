/** Matches the parts of valid JSON that show its fields and nesting: strings, colons and brackets. */
const PARTS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Returns the name of a field that valid JSON contains twice in one object, or undefined. `JSON.parse` reads the last
 * of the two, and `json_extract` of SQLite the first. A query would therefore not find the document that a reader sees.
 */
export function duplicateField(json: string): string | undefined {
  const open: Set<string>[] = [];
  let latest = '';
  for (const [part] of json.matchAll(PARTS)) {
    if (part === ':' && !isNew(open.at(-1), latest)) return String(JSON.parse(latest));
    if (part === '{' || part === '[') open.push(new Set());
    if (part === '}' || part === ']') open.pop();
    latest = part;
  }
  return undefined;
}

/** Adds the name of a field, as JSON, to the names of its object. Returns whether the object had no such field yet. */
function isNew(fields: Set<string> | undefined, name: string): boolean {
  const before = fields?.size;
  fields?.add(String(JSON.parse(name)));
  return fields?.size !== before;
}
