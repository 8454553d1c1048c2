import { execFileSync } from 'node:child_process';
import { mkdir, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutHistory } from '#src/platform/embedded/checkout-history.ts';

describe('checkoutHistory', () => {
  it('does not read another repository around the folder', async () => {
    await using outer = await mkdtempDisposable(join(tmpdir(), 'tipoff-git-'));
    aRepositoryIn(outer.path);
    const folder = join(outer.path, 'node_modules');
    await mkdir(folder);
    expect(await checkoutHistory(folder).readMain()).toEqual({
      type: 'unknown',
      why: expect.stringContaining('Set TIPOFF_REPOSITORY to the git repository of the services.'),
    });
    expect(await checkoutHistory(outer.path).readMain()).toMatchObject({ type: 'known' });
  });
});

function aRepositoryIn(folder: string): void {
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args]);
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', 'commit', '-q', '--allow-empty', '-m', 'Start');
}
