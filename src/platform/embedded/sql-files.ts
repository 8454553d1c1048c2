import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const EXTENSION = '.sql';

/**
 * Returns a function that looks up SQL texts by name. Its first call reads every `sql` folder in `folder`. A
 * statement's name is its path in `folder` without the extension, such as `features/sql/build`. The function throws for
 * an unknown name.
 */
export function readStatements(folder: string): (name: string) => string {
  let texts: ReadonlyMap<string, string> | undefined;
  return (name) => {
    texts ??= statementTexts(folder);
    const text = texts.get(name);
    if (text === undefined)
      throw new Error(`the statement ${name} does not exist; the statements are ${[...texts.keys()].join(', ')}`);
    return text;
  };
}

/** Reads every `sql` folder in `folder`: the texts of all statements by their names. */
export function statementTexts(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.split(sep).join('/'))
      .filter((path) => /(^|\/)sql\/[^/]+\.sql$/.test(path))
      .sort()
      .map((path) => [path.slice(0, -EXTENSION.length), readFileSync(join(folder, path), 'utf8')]),
  );
}
