import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commitToDeploy } from '#src/bot/cli/deploy-run/commit-to-deploy.ts';

const ASKED = { commit: undefined, allow_dirty: false };

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-checkout-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function aCheckout() {
  const folder = await aFolder();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=ann', '-c', 'user.email=ann@example.com', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  git('init', '--quiet');
  await writeFile(join(folder, 'worker.ts'), 'one\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'First');
  return { folder, head: git('rev-parse', 'HEAD') };
}

describe('the commit to deploy', () => {
  it('is HEAD of a clean checkout', async () => {
    const { folder, head } = await aCheckout();
    expect(await commitToDeploy(folder, ASKED)).toEqual({ commit: head, changes: 'committed' });
  });

  it('is the given one, whatever the checkout contains, because it may be built elsewhere', async () => {
    const { folder } = await aCheckout();
    await writeFile(join(folder, 'worker.ts'), 'two\n');
    expect(await commitToDeploy(folder, { commit: 'abcdef1', allow_dirty: false })).toMatchObject({
      commit: 'abcdef1',
    });
  });

  it.each(['worker.ts', 'new.ts'])(
    'is refused while %s is not committed, and the message has the ways out',
    async (file) => {
      const { folder } = await aCheckout();
      await writeFile(join(folder, file), 'two\n');
      await expect(commitToDeploy(folder, ASKED)).rejects.toMatchObject({
        code: 'uncommitted_changes',
        message: expect.stringMatching(new RegExp(`"${file}".*--allow-dirty.*--commit`)),
      });
    },
  );

  it('is HEAD with its changes if the caller allows them', async () => {
    const { folder, head } = await aCheckout();
    await writeFile(join(folder, 'worker.ts'), 'two\n');
    const found = await commitToDeploy(folder, { commit: undefined, allow_dirty: true });
    expect(found).toEqual({ commit: head, changes: 'uncommitted' });
  });

  it('is unknown outside a checkout', async () => {
    expect(await commitToDeploy(await aFolder(), ASKED)).toEqual({ commit: undefined, changes: 'committed' });
  });
});
