import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HABITS } from './prose/habits.ts';
import { readProse } from './prose/read-prose.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READ = /\.(?:ts|js|sql|md|yml)$/;
/** The patterns' own samples, and data from other authors. */
const NOT_OURS = /^test\/(?:lint\/prose\/|fixtures\/)/;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => READ.test(path) && !NOT_OURS.test(path));

/** `file:line: sentence` for every place with the habit. */
function placesOf(pattern: RegExp): readonly string[] {
  return passages
    .filter(({ text }) => pattern.test(text))
    .map(({ path, line, text }) => `${path}:${line}: ${text.replace(/\s+/g, ' ').trim()}`);
}

const passages = files.flatMap((path) =>
  readProse(path, readFileSync(`${ROOT}/${path}`, 'utf8')).map((passage) => ({ path, ...passage })),
);

describe.each(HABITS)('$name', ({ pattern, better, bad, good }) => {
  it.each(bad)('is found in "%s"', (sample) => {
    expect(sample).toMatch(pattern);
  });

  it.each(good)('is not found in "%s"', (sample) => {
    expect(sample).not.toMatch(pattern);
  });

  it('is not in the tree', () => {
    expect(placesOf(pattern), `Write ${better}.`).toEqual([]);
  });
});

describe('what counts as prose', () => {
  const textsOf = (path: string, text: string) => readProse(path, text).map((passage) => passage.text.trim());

  it('is comments and strings of more than one word, with their lines', () => {
    const template = 'const a = `The #{b} and #{`the #{c} lock`} end`;'.replaceAll('#', '$');
    const code = `const code = 'lock_held';\n// Why it\n// matters.\n${template}\n`;
    expect(readProse('a.ts', code).map(({ text, line }) => [text.replace(/\s+/g, ' ').trim(), line])).toEqual([
      ['Why it matters.', 2],
      ['The', 4],
      ['and', 4],
      ['the', 4],
      ['lock', 4],
      ['end', 4],
    ]);
  });

  it('is not what a regular expression holds', () => {
    expect(textsOf('a.ts', "const a = /'any text' [/]/;\nconst b = c / d / e;\nf('a title of a test');")).toEqual([
      'a title of a test',
    ]);
  });

  it('is a document without its code, and each cell of its tables', () => {
    const document = '# Title\n\nSome `any code`\nmore\n\n    indented code\n\n```sh\nany code\n```\n\n| a b | c d |\n';
    expect(textsOf('a.md', document).filter((text) => text !== '')).toEqual([
      'Title',
      'Some `xxxxxxxx`\nmore',
      'a b |',
      'c d |',
    ]);
  });

  it('is the comments of a statement and everything in a manifest', () => {
    expect(textsOf('a.sql', 'SELECT 1 -- the first row\nFROM t')).toEqual(['the first row']);
    expect(textsOf('a.yml', 'name: any text\n# a note')).toEqual(['name: any text', 'a note']);
  });
});
