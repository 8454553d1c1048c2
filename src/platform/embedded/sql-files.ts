import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const ENDING = '.sql';

/**
 * Reads the `sql` folders below `folder` at the first use and keeps the texts. A statement's name is its path below `folder` without the
 * ending: `features/sql/build`. An unknown name throws.
 */
export function readStatements(folder: string): (name: string) => string {
  let texts: ReadonlyMap<string, string> | undefined;
  return (name) => {
    texts ??= readTexts(folder);
    const text = texts.get(name);
    if (text === undefined)
      throw new Error(`no statement is named ${name}; there are: ${[...texts.keys()].join(', ')}`);
    return text;
  };
}

function readTexts(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.split(sep).join('/'))
      .filter((path) => /(^|\/)sql\/[^/]+\.sql$/.test(path))
      .sort()
      .map((path) => [path.slice(0, -ENDING.length), readFileSync(join(folder, path), 'utf8')]),
  );
}
