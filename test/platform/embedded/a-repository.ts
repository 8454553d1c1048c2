import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

interface CommitOptions {
  /** The time of the commit, ISO 8601. */
  readonly at?: string;
}

/** A git repository for one test, with the branch `main`. */
export function aRepository() {
  const folder = aFolder();
  const gitAt = (environment: Readonly<Record<string, string>>, args: readonly string[]) =>
    execFileSync('env', [...Object.entries(environment).map((pair) => pair.join('=')), 'git', '-C', folder, ...args], {
      encoding: 'utf8',
    }).trim();
  const git = (...args: readonly string[]) => gitAt({}, args);
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ann');
  git('config', 'user.email', 'ann@example.com');
  git('config', 'commit.gpgsign', 'false');
  const commit = (title: string, files: Readonly<Record<string, string>>, { at }: CommitOptions = {}): string => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    git('add', '--all');
    const time = at === undefined ? {} : { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
    gitAt(time, ['commit', '-q', '-m', title]);
    return git('rev-parse', 'HEAD');
  };
  return { folder, git, commit };
}

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tipoff-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
