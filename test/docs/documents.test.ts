import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ALL_COLLECTIONS, KEEP_FOR_DAYS } from '#src/collections.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { firestoreIndexes } from '#src/platform/google/firestore-indexes.ts';
import { PROCESS_COMMANDS, renderCommands } from './render-commands.ts';
import { withGrants } from './render-grants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCUMENTS = [
  'README.md',
  ...readdirSync(`${ROOT}/docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const MAX_README_LINES = 150;
/** A key of a schema, or a name in quotes. */
const READ_VARIABLE = /(?<![\w.])(?:([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*):|'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)')/g;
const READ_BY_NAME = /\benv\['([A-Z_]+)'\]/g;
const DOCUMENTED = /^\| `([A-Z_]+)` \|/gm;
const textOf = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');

describe('docs/commands.md', () => {
  it('matches the registry; `npm run docs` writes it', () => {
    expect(textOf('docs/commands.md')).toBe(renderCommands(OPERATIONS));
  });

  it('describes every command of the process', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['src/main.ts', 'help'], { cwd: ROOT });
    const [, list = ''] = stdout.split('\nCommands:\n');
    const listed = Array.from(list.matchAll(/^ {2}([a-z]+)(?= )/gm), ([, name]) => name);
    const first = [...OPERATIONS, ...PROCESS_COMMANDS].map(({ name }) => name.split(' ')[0]);
    const described = new Set([...first, 'help']);
    expect(new Set(listed)).toEqual(described);
  });
});

describe('docs/google-cloud.md', () => {
  it('has every role that setup grants, and why; `npm run docs` writes the table', () => {
    const page = textOf('docs/google-cloud.md');
    expect(page).toBe(withGrants(page));
  });
});

describe('firestore.indexes.json', () => {
  it('has the indexes of the collections; `npm run docs` writes it', () => {
    const indexes = firestoreIndexes(ALL_COLLECTIONS, KEEP_FOR_DAYS);
    expect(textOf('firestore.indexes.json')).toBe(`${JSON.stringify(indexes, null, 2)}\n`);
  });
});

describe('docs/configuration.md', () => {
  const namesIn = (pattern: RegExp, texts: readonly string[]) =>
    texts.flatMap((text) => Array.from(text.matchAll(pattern), ([, key, quoted]) => key ?? quoted ?? ''));
  const textsBelow = (folder: string) =>
    readdirSync(`${ROOT}/${folder}`)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => textOf(`${folder}/${name}`));

  it('lists exactly the environment variables that are read', () => {
    const read = [
      ...namesIn(READ_VARIABLE, textsBelow('src/config')),
      ...namesIn(READ_BY_NAME, [textOf('src/main.ts'), ...textsBelow('src/process')]),
    ];
    const documented = namesIn(DOCUMENTED, [textOf('docs/configuration.md')]);
    expect(documented.toSorted()).toEqual([...new Set(read)].toSorted());
  });
});

describe('README.md', () => {
  it('is short', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(MAX_README_LINES);
  });
});

describe.each(DOCUMENTS)('%s', (path) => {
  const text = textOf(path);

  it('links to files that exist', () => {
    const links = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#]+)/g), ([, link = '']) => link);
    expect(links.filter((link) => !existsSync(`${ROOT}/${dirname(path)}/${link}`))).toEqual([]);
  });

  it('names only files that exist', () => {
    const paths = Array.from(text.matchAll(/`((?:src|test|packages|models)\/[\w./-]+)`/g), ([, named = '']) => named);
    expect(paths.filter((named) => !existsSync(`${ROOT}/${named}`))).toEqual([]);
  });
});
