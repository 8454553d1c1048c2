import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { testCommitHistory } from '../../contracts/commit-history.contract.ts';
import { aFolder, aRepository } from './a-repository.ts';

testCommitHistory(async ({ folder }) => gitHistory(folder));

const UNKNOWN = (why: RegExp) => ({ type: 'unknown', why: expect.stringMatching(why) });

describe('compare(base, head)', () => {
  it('lists the commits that the base lacks, newest first, with the files that each changes', async () => {
    const repository = aRepository();
    const base = repository.commit('Start', { 'worker/run.ts': '1' });
    repository.commit('Fix the filter', { 'worker/run.ts': '2', 'docs/a page.md': 'x' });
    const head = repository.commit('Say | "it" plainly', { 'docs/ü.md': 'x' });
    expect(await gitHistory(repository.folder).compare(base.slice(0, 7), head)).toEqual({
      type: 'known',
      base,
      head,
      behind: 0,
      ahead: [
        expect.objectContaining({ sha: head, title: 'Say | "it" plainly', author: 'Ann', files: ['docs/ü.md'] }),
        expect.objectContaining({ title: 'Fix the filter', files: ['docs/a page.md', 'worker/run.ts'] }),
      ],
    });
  });

  it('finds no difference between a commit and itself', async () => {
    const repository = aRepository();
    const sha = repository.commit('Start', { a: '1' });
    expect(await gitHistory(repository.folder).compare(sha, sha)).toMatchObject({ ahead: [], behind: 0 });
  });

  it('counts the commits that only the base has, so that another branch is never up to date', async () => {
    const repository = aRepository();
    const root = repository.commit('Start', { a: '1' });
    repository.git('checkout', '-q', '-b', 'other');
    const other = repository.commit('Try something', { a: '2' });
    repository.git('checkout', '-q', 'main');
    const main = repository.commit('Go on', { b: '1' });
    const history = gitHistory(repository.folder);
    expect(await history.compare(other, main)).toMatchObject({ ahead: [{ title: 'Go on' }], behind: 1 });
    expect(await history.compare(other, root)).toMatchObject({ ahead: [], behind: 1 });
  });

  it('lists the merged commits, and no files for a merge that changes none itself', async () => {
    const repository = aRepository();
    const base = repository.commit('Start', { a: '1' });
    repository.git('checkout', '-q', '-b', 'other');
    repository.commit('Fix', { b: '1' });
    repository.git('checkout', '-q', 'main');
    repository.commit('Go on', { c: '1' });
    repository.git('merge', '-q', '--no-ff', '-m', 'Merge the fix', 'other');
    const range = await gitHistory(repository.folder).compare(base, repository.git('rev-parse', 'HEAD'));
    const ahead = range.type === 'known' ? range.ahead : [];
    expect(new Map(ahead.map(({ title, files }) => [title, files]))).toEqual(
      new Map([
        ['Merge the fix', []],
        ['Go on', ['c']],
        ['Fix', ['b']],
      ]),
    );
  });
});

describe('a question without an answer is unknown, and never "up to date"', () => {
  it('the commit is not in the repository, as after a rewritten history', async () => {
    const repository = aRepository();
    const sha = repository.commit('Start', { a: '1' });
    expect(await gitHistory(repository.folder).compare('abcdef1', sha)).toEqual(UNKNOWN(/abcdef1.*git fetch/));
    expect(await gitHistory(repository.folder).compare(sha, '--all')).toEqual(UNKNOWN(/--all/));
  });

  it('the repository is a shallow clone', async () => {
    const repository = aRepository();
    repository.commit('Start', { a: '1' });
    const head = repository.commit('Go on', { a: '2' });
    const clone = aFolder();
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository.folder}`, clone]);
    expect(await gitHistory(clone).compare(head, head)).toEqual(UNKNOWN(/shallow clone/));
  });

  it('the folder is in no repository, or does not exist', async () => {
    const folder = aFolder();
    expect(await gitHistory(folder).compare('abcdef1', 'abcdef2')).toEqual(UNKNOWN(/not a git repository/));
    expect(await gitHistory(folder).readMain()).toEqual(UNKNOWN(/not a git repository/));
    expect(await gitHistory(join(folder, 'nowhere')).readMain()).toEqual(UNKNOWN(/nowhere/));
  });

  it('the repository has no main branch', async () => {
    const repository = aRepository();
    repository.commit('Start', { a: '1' });
    repository.git('branch', '-q', '-m', 'trunk');
    expect(await gitHistory(repository.folder).readMain()).toEqual(UNKNOWN(/origin\/main/));
  });
});

describe('readMissingPaths(commit, paths)', () => {
  it('finds the files and folders that the commit does not have', async () => {
    const repository = aRepository();
    const sha = repository.commit('Start', { 'src/worker/run.ts': '1', 'package.json': '{}' });
    const paths = ['src', 'src/worker/', 'package.json', 'src/work', 'shared', 'src/worker/run.ts/'];
    expect(await gitHistory(repository.folder).readMissingPaths(sha, paths)).toEqual({
      type: 'known',
      value: ['src/work', 'shared'],
    });
    expect(await gitHistory(repository.folder).readMissingPaths('abcdef1', ['src'])).toEqual(UNKNOWN(/abcdef1/));
  });
});

describe('readMain()', () => {
  it('prefers the remote branch, because the local one may be old', async () => {
    const repository = aRepository();
    repository.commit('Start', { a: '1' });
    const clone = aFolder();
    execFileSync('git', ['clone', '-q', repository.folder, clone]);
    const newer = repository.commit('Go on', { a: '2' });
    execFileSync('git', ['-C', clone, 'fetch', '-q']);
    expect(await gitHistory(clone).readMain()).toEqual({ type: 'known', sha: newer });
  });
});
