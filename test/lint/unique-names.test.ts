import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:type|interface|class|const|let|function\*?) (?<name>[A-Za-z_$][\w$]*)/gm;

interface SourceText {
  readonly path: string;
  readonly text: string;
}

function sourcesBelow(folder: string): readonly SourceText[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => /\.tsx?$/.test(path));
  return paths.map((path) => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }));
}

/** `Name: file, file` for every name that more than one file exports. A schema and its type with one name in one file count once. */
function sharedNames(sources: readonly SourceText[]): readonly string[] {
  const exports = sources.flatMap(({ path, text }) =>
    [...new Set(Array.from(text.matchAll(EXPORTED), ({ groups }) => groups?.['name'] ?? ''))].map((name) => ({
      name,
      path,
    })),
  );
  return Object.entries(Object.groupBy(exports, ({ name }) => name))
    .filter(([, declared = []]) => declared.length > 1)
    .map(([name, declared = []]) => `${name}: ${declared.map(({ path }) => path).join(', ')}`);
}

it.each(['src', 'packages/local-slack/src'])('a name that %s exports has one meaning there', (folder) => {
  const sources = sourcesBelow(folder);
  expect(sources.length).toBeGreaterThan(0);
  expect(sharedNames(sources)).toEqual([]);
});

it('a name is found however it is declared, and a schema with its type counts once', () => {
  expect(
    sharedNames([
      { path: 'a.ts', text: 'export const Lock = z.object({});\nexport type Lock = z.infer<typeof Lock>;\n' },
      { path: 'b.ts', text: 'export interface Lock {}\nexport async function claim() {}\n' },
      { path: 'c.ts', text: 'export class Lock {}\nexport const claim = 1;\ninterface Own {}\n' },
      { path: 'd.ts', text: 'interface Own {}\nexport function* walk() {}\n' },
    ]),
  ).toEqual(['Lock: a.ts, b.ts, c.ts', 'claim: b.ts, c.ts']);
});
