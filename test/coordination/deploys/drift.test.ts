import { describe, expect, it } from 'vitest';
import { judgeDrift } from '#src/coordination/deploys/drift.ts';
import type { Commit, CommitRange } from '#src/platform/commit-history.ts';

const NOW = new Date('2026-02-05T18:00:00Z');
const HOUR_MS = 3_600_000;
const WORKER = ['predictions/worker', 'shared/'];

describe('judgeDrift', () => {
  it.each([
    ['one commit of the last six hours', [hoursAgo(5.9)], 'info'],
    ['two commits of the last six hours', [hoursAgo(1), hoursAgo(2)], 'info'],
    ['one commit that is six hours old', [hoursAgo(6)], 'warning'],
    ['three commits', [hoursAgo(1), hoursAgo(1), hoursAgo(1)], 'warning'],
    ['five commits that are twelve hours old', Array.from({ length: 5 }, () => hoursAgo(12)), 'warning'],
    ['one commit that is older than twelve hours', [hoursAgo(12.1)], 'critical'],
    ['six commits', Array.from({ length: 6 }, () => hoursAgo(1)), 'critical'],
  ] as const)('%s: %s', (_, ahead, severity) => {
    expect(judge({ ahead })).toMatchObject({ type: 'behind', severity, commits: ahead });
  });

  it('counts only the commits that change a file of the service', () => {
    const own = commit(1, ['shared/slack.ts', 'docs/slack.md']);
    const others = [commit(9, ['grading/run.ts']), commit(9, ['predictions/worker-tools/run.ts'])];
    expect(judge({ ahead: [own, ...others] })).toEqual({ type: 'behind', severity: 'info', commits: [own] });
    expect(judge({ ahead: others })).toEqual({ type: 'up-to-date', others: 2 });
  });

  it('never counts documents, also where the service is built from the whole repository', () => {
    const documents = [commit(20, ['docs/runbook.txt']), commit(20, ['shared/README.md'])];
    expect(judge({ ahead: documents })).toEqual({ type: 'up-to-date', others: 2 });
    const range = rangeOf({ ahead: [...documents, commit(20, ['grading/run.ts'])] });
    expect(judgeDrift({ range, paths: undefined, now: NOW })).toMatchObject({ type: 'behind', severity: 'critical' });
  });

  it('says when the service runs commits that main lacks', () => {
    expect(judge({ behind: 2 })).toEqual({ type: 'ahead', unmerged: 2 });
    expect(judge({ ahead: [commit(9, ['docs/a.md'])], behind: 2 })).toEqual({ type: 'ahead', unmerged: 2 });
    expect(judge({ ahead: [hoursAgo(1)], behind: 2 })).toMatchObject({
      type: 'diverged',
      severity: 'warning',
      unmerged: 2,
    });
  });

  it('is unknown if the history is unknown', () => {
    const range = { type: 'unknown', why: 'The git repository is a shallow clone.' } as const;
    expect(judgeDrift({ range, paths: WORKER, now: NOW })).toEqual(range);
  });
});

function judge(range: { readonly ahead?: readonly Commit[]; readonly behind?: number }) {
  return judgeDrift({ range: rangeOf(range), paths: WORKER, now: NOW });
}

function rangeOf({
  ahead = [],
  behind = 0,
}: {
  readonly ahead?: readonly Commit[];
  readonly behind?: number;
}): CommitRange {
  return { type: 'known', base: 'a'.repeat(40), head: 'b'.repeat(40), ahead, behind };
}

function hoursAgo(hours: number): Commit {
  return commit(hours, ['predictions/worker/run.ts']);
}

function commit(hours: number, files: readonly string[]): Commit {
  const committedAt = new Date(NOW.getTime() - hours * HOUR_MS).toISOString();
  return { sha: 'c'.repeat(40), title: 'Change it', author: 'Ann', committedAt, files };
}
