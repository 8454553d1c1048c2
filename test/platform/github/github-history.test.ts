import { describe, expect, it } from 'vitest';
import { type GithubRepository, githubClient } from '#src/platform/github/github-client.ts';
import { githubHistory } from '#src/platform/github/github-history.ts';
import { testCommitHistory } from '../../contracts/commit-history.contract.ts';
import { aRepository } from '../embedded/a-repository.ts';
import { aGithub } from './a-github.ts';

const NOW_MS = Date.parse('2026-02-05T16:30:00Z');

function historyOf(repository: GithubRepository) {
  return githubHistory(githubClient({ now: () => NOW_MS, ...repository }));
}

testCommitHistory(async (repository) => historyOf((await aGithub(repository)).settings));

describe('the history of a repository on GitHub', () => {
  it('reads every page of a long range', async () => {
    const repository = aRepository();
    const base = repository.commit('Start', { a: '0' });
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    let head = base;
    for (const n of Array(101).keys()) head = repository.git('commit-tree', tree, '-p', head, '-m', `Commit ${n}`);
    repository.git('update-ref', 'refs/heads/main', head);
    const range = await historyOf((await aGithub(repository)).settings).compare(base, head);
    expect(range).toMatchObject({ type: 'known', head });
    expect(range.type === 'known' ? range.ahead.length : 0).toBe(101);
  });

  it('asks only once for the same range, because commits never change', async () => {
    const repository = aRepository();
    const base = repository.commit('Start', { a: '1' });
    const head = repository.commit('Go on', { a: '2' });
    const github = await aGithub(repository);
    const history = historyOf(github.settings);
    await history.compare(base, head);
    const before = github.asked.length;
    expect(await history.compare(base, head)).toMatchObject({ ahead: [{ title: 'Go on' }] });
    expect(github.asked).toHaveLength(before);
  });

  it('asks once for the files of main, also when several services ask at the same time', async () => {
    const repository = aRepository();
    const head = repository.commit('Start', { 'worker/run.ts': '1' });
    const github = await aGithub(repository);
    const history = historyOf(github.settings);
    const [worker, bot] = await Promise.all([
      history.readMissingPaths(head, ['worker']),
      history.readMissingPaths(head, ['bot']),
    ]);
    expect(worker).toEqual({ type: 'known', value: [] });
    expect(bot).toEqual({ type: 'known', value: ['bot'] });
    expect(github.asked).toHaveLength(1);
  });

  it.each([
    [
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1770310800' } },
      "GitHub's limit of requests is used up until 2026-02-05T17:00:00.000Z.",
    ],
    [
      { status: 429, headers: { 'retry-after': '30' } },
      "GitHub's limit of requests is used up until 2026-02-05T16:30:30.000Z.",
    ],
    [
      { status: 403, message: 'You have exceeded a secondary rate limit.' },
      "GitHub's limit of requests is used up until 2026-02-05T16:31:00.000Z.",
    ],
    [{ status: 401 }, 'GitHub refuses the token in TIPOFF_GITHUB_TOKEN.'],
    [{ status: 403 }, 'The token in TIPOFF_GITHUB_TOKEN may not read owner/nba.'],
    [{ status: 502 }, 'GitHub answers with status 502.'],
  ])('RT-21: %j is unknown, with the reason', async (failure, why) => {
    const github = await aGithub(aRepository());
    github.fail(failure);
    const history = historyOf(github.settings);
    expect(await history.readMain()).toEqual({ type: 'unknown', why });
    expect(await history.compare('abcdef1', 'abcdef2')).toEqual({ type: 'unknown', why });
  });

  it('does not ask while the limit is used up, and asks again after its reset', async () => {
    const repository = aRepository();
    const head = repository.commit('Start', { a: '1' });
    const github = await aGithub(repository);
    let nowMs = NOW_MS;
    const history = historyOf({ ...github.settings, now: () => nowMs });
    github.fail({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1770310800' } });
    const limited = {
      type: 'unknown',
      why: "GitHub's limit of requests is used up until 2026-02-05T17:00:00.000Z.",
    };
    expect(await history.readMain()).toEqual(limited);
    github.recover();
    nowMs = Date.parse('2026-02-05T16:59:59Z');
    expect(await history.readMain()).toEqual(limited);
    expect(await history.compare(head, head)).toEqual(limited);
    expect(github.asked).toHaveLength(1);
    nowMs += 1_000;
    expect(await history.readMain()).toEqual({ type: 'known', sha: head });
  });

  it('waits an hour at most, also if the clocks differ', async () => {
    const github = await aGithub(aRepository());
    github.fail({ status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1870310800' } });
    expect(await historyOf(github.settings).readMain()).toMatchObject({
      why: "GitHub's limit of requests is used up until 2026-02-05T17:30:00.000Z.",
    });
  });

  it('is unknown if GitHub cannot be reached', async () => {
    const history = historyOf({ owner: 'owner', name: 'nba', apiUrl: 'http://127.0.0.1:9' });
    expect(await history.readMain()).toMatchObject({
      type: 'unknown',
      why: expect.stringContaining('GitHub cannot be reached'),
    });
  });

  it('links to the changes between two commits', () => {
    const history = historyOf({ owner: 'owner', name: 'nba' });
    expect(history.diffUrl('a1', 'b2')).toBe('https://github.com/owner/nba/compare/a1...b2');
  });
});
