import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NARRATION =
  /^\s*(?:\/\/|--) (?:Step \d|Get|Set|Create|Check|Initialize|Handle|Return|Process|Loop|Call|Now|First|Then|Finally)\b/;
const MAX_NARRATION_PER_1000_LINES = 3;
const SOURCE = /^(?:src|test|bench)\/.*\.(?:ts|sql)$/;
/** The only documents: the README, runbooks and decisions, and the READMEs of the models and the packages. */
const DOCUMENT =
  /^(?:README\.md|docs\/[a-z-]+\.md|docs\/decisions\/[a-z0-9-]+\.md|models\/README\.md|packages\/[a-z-]+\/README\.md)$/;
const MAX_FILE_LINES_MEDIAN = 120;
/** Its default limit is one second. */
const OWN_WAIT = ['vi', 'waitFor('].join('.');

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');
const textOf = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');
const sources = tracked.filter((path) => SOURCE.test(path)).map((path) => ({ path, lines: textOf(path).split('\n') }));

/** The maximum of narrating lines per thousand. */
function narration(lines: readonly string[]): number {
  return (lines.filter((line) => NARRATION.test(line)).length / Math.max(lines.length, 1)) * 1_000;
}

describe('the house rules that no linter knows', () => {
  it('comments do not narrate', () => {
    const all = sources.flatMap(({ lines }) => lines);
    expect(narration(all)).toBeLessThanOrEqual(MAX_NARRATION_PER_1000_LINES);
  });

  it('the narration rule finds narration', () => {
    expect(narration(['// Step 1: read', '  // Get the batch', 'const a = 1;', '// Because of the lock.'])).toBe(500);
  });

  it('half of the source files are short', () => {
    const lengths = sources.filter(({ path }) => path.startsWith('src/')).map(({ lines }) => lines.length);
    const middle = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)];
    expect(middle).toBeLessThan(MAX_FILE_LINES_MEDIAN);
  });

  it('there are no other documents than the README, runbooks and decisions', () => {
    const documents = tracked.filter((path) => path.endsWith('.md') && !path.includes('/_template/'));
    expect(documents.filter((path) => !DOCUMENT.test(path))).toEqual([]);
  });

  it('tests wait by `eventually`, which a slow machine does not fail', () => {
    const impatient = sources.filter(
      ({ path, lines }) =>
        path.startsWith('test/') && path !== 'test/eventually.ts' && lines.some((line) => line.includes(OWN_WAIT)),
    );
    expect(impatient.map(({ path }) => path)).toEqual([]);
  });

  it('no work is left for later', () => {
    const marks = new RegExp(['TODO', 'FIXME', 'XXX'].map((mark) => `\\b${mark}\\b`).join('|'));
    const left = sources.filter(
      ({ path, lines }) => !path.startsWith('test/lint/') && lines.some((line) => marks.test(line)),
    );
    expect(left.map(({ path }) => path)).toEqual([]);
  });
});
