import { describe, expect, it } from 'vitest';
import type { CommitHistory } from '#src/platform/commit-history.ts';
import { aRepository } from '../platform/embedded/a-repository.ts';

type Repository = ReturnType<typeof aRepository>;

/** What every adapter of `CommitHistory` does with the content of a git repository. */
export function testCommitHistory(open: (repository: Repository) => Promise<CommitHistory>): void {
  describe('a commit history', () => {
    it('lists the commits that the base lacks, newest first, with their files', async () => {
      const repository = aRepository();
      const base = repository.commit('Start', { 'worker/run.ts': '1' });
      const fix = repository.commit('Fix the filter\n\nIt dropped players.', {
        'worker/run.ts': '2',
        'docs/a b.md': 'x',
      });
      const head = repository.commit('Go on', { 'api/ü.ts': '1' });
      const history = await open(repository);
      expect(await history.compare(base.slice(0, 7), head)).toMatchObject({
        type: 'known',
        base,
        head,
        behind: 0,
        ahead: [
          { sha: head, title: 'Go on', author: 'Ann', files: ['api/ü.ts'] },
          { sha: fix, title: 'Fix the filter', files: ['docs/a b.md', 'worker/run.ts'] },
        ],
      });
    });

    it('finds nothing between a commit and itself or an older one', async () => {
      const repository = aRepository();
      const older = repository.commit('Start', { a: '1' });
      const newer = repository.commit('Go on', { a: '2' });
      const history = await open(repository);
      expect(await history.compare(newer, newer)).toMatchObject({ ahead: [], behind: 0, head: newer });
      expect(await history.compare(newer, older)).toMatchObject({ ahead: [], behind: 1, head: older });
    });

    it('RT-21: a commit of another branch is behind and ahead, and never up to date', async () => {
      const repository = aRepository();
      repository.commit('Start', { a: '1' });
      repository.git('checkout', '-q', '-b', 'other');
      const other = repository.commit('Try', { a: '2' });
      repository.git('checkout', '-q', 'main');
      const main = repository.commit('Go on', { b: '1' });
      expect(await (await open(repository)).compare(other, main)).toMatchObject({
        ahead: [{ title: 'Go on' }],
        behind: 1,
      });
    });

    it('counts merged files with the commits that change them, and not with the merge', async () => {
      const repository = aRepository();
      const base = repository.commit('Start', { a: '1' });
      repository.git('checkout', '-q', '-b', 'other');
      repository.commit('Fix', { b: '1' });
      repository.git('checkout', '-q', 'main');
      repository.git('merge', '-q', '--no-ff', '-m', 'Merge the fix', 'other');
      const range = await (await open(repository)).compare(base, repository.git('rev-parse', 'HEAD'));
      const files = range.type === 'known' ? range.ahead.map((commit) => [commit.title, commit.files]) : [];
      expect(new Map(files.map(([title, paths]) => [title, paths]))).toEqual(
        new Map([
          ['Merge the fix', []],
          ['Fix', ['b']],
        ]),
      );
    });

    it('RT-21: a commit that the history lacks is unknown, as after a rewritten history', async () => {
      const repository = aRepository();
      const sha = repository.commit('Start', { a: '1' });
      const history = await open(repository);
      expect(await history.compare('abcdef1', sha)).toMatchObject({ type: 'unknown' });
      expect(await history.compare(sha, 'abcdef1')).toMatchObject({ type: 'unknown' });
    });

    it('reads main, and which paths a commit lacks', async () => {
      const repository = aRepository();
      const sha = repository.commit('Start', { 'src/worker/run.ts': '1' });
      const history = await open(repository);
      expect(await history.readMain()).toEqual({ type: 'known', sha });
      expect(await history.readMissingPaths(sha, ['src', 'src/worker/', 'shared'])).toEqual({
        type: 'known',
        value: ['shared'],
      });
    });
  });
}
