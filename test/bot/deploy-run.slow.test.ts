import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lockNotice } from '#src/bot/slack/messages/lock-notice.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { aLockService } from '../coordination/deploy-locks/a-lock-service.ts';
import { runTipoff } from './tipoff.ts';

const LATER_MS = 16 * 60_000;
const SERVICES = ['worker'];

/** A data folder, `tipoff` commands on it, and a look at its locks some time later. */
async function aCommandLine() {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-run-kill-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const tools = join(folder, 'tools');
  const data = join(folder, 'data');
  await mkdir(tools);
  const env = { PATH: [tools, process.env['PATH']].join(delimiter), TIPOFF_DATA: data, TIPOFF_SERVICES: 'worker' };
  return {
    tipoff: (...argv: readonly string[]) => runTipoff(env, argv),
    deployRun: (...args: readonly string[]) =>
      runTipoff(env, ['deploy', 'run', 'worker', '--commit', 'abcdef1', ...args]),
    script: async (name: string, lines: string) => {
      await writeFile(join(tools, name), `#!/bin/sh\n${lines}\n`);
      await chmod(join(tools, name), 0o755);
    },
    locksLater: () => locksAt(data, Date.now() + LATER_MS),
  };
}

/** The locks after a lock watch has run at a time. */
async function locksAt(data: string, ms: number) {
  const store = sqliteDocumentStore({
    path: join(data, 'tipoff.sqlite'),
    collections: COLLECTIONS,
    nowMicros: () => ms * 1_000,
  });
  onTestFinished(() => store.close());
  const locks = aLockService({ store, services: SERVICES });
  await locks.watch.tick();
  const posts = await locks.posts();
  const notices = posts.flatMap((post) => (post.type === 'lock-notice' ? [lockNotice(post).text] : []));
  return { lock: await locks.lock('worker'), notices };
}

/** The shell of a command is a child of `tipoff`, so `$PPID` is the process of `tipoff deploy run`. */
const KILL_TIPOFF = 'kill -9 $PPID';
const SH = ['/bin/sh', '-c'];

describe('kill -9 of tipoff deploy run', () => {
  test('before the start: nothing was claimed', async () => {
    const { tipoff, script, locksLater } = await aCommandLine();
    await script('git', KILL_TIPOFF);
    expect(await tipoff('deploy', 'run', 'worker', '--', 'true')).toMatchObject({ signal: 'SIGKILL' });
    expect((await locksLater()).lock).toMatchObject({ token: 0, hold: null, deploy: null });
  });

  test.each([
    ['as its first act after the start', ['--', ...SH, KILL_TIPOFF]],
    ['during the verification', ['--verify', `${KILL_TIPOFF}; sleep 0.1; exit 1`, '--', 'true']],
    ['before the finish', ['--verify', KILL_TIPOFF, '--', 'true']],
  ])('%s: the lock ends within 15 minutes, and the channel says that the result is unknown', async (_, args) => {
    const { tipoff, deployRun, locksLater } = await aCommandLine();
    expect(await deployRun(...args)).toMatchObject({
      signal: 'SIGKILL',
    });
    const status = JSON.parse((await tipoff('deploy', 'status', 'worker', '--json')).out);
    expect(status.data.locks).toMatchObject([{ state: 'held', deploy: { state: 'running' } }]);
    const { lock, notices } = await locksLater();
    expect(lock).toMatchObject({ hold: null, last_end: { how: 'expired' }, deploy: { state: 'unknown' } });
    expect(notices.join('\n')).toMatch(/did not report the result of the deploy of worker at abcdef1/);
  });
});

test('kill -9 of the command: the deploy has failed, and the lock is released at once', async () => {
  const { tipoff, deployRun } = await aCommandLine();
  const ended = await deployRun('--', ...SH, 'kill -9 $$');
  expect(ended).toMatchObject({ code: 137, err: expect.stringContaining('The command was ended by SIGKILL.') });
  const status = JSON.parse((await tipoff('deploy', 'status', 'worker', '--json')).out);
  expect(status.data.locks).toMatchObject([{ state: 'free', deploy: { state: 'failed' } }]);
});

test('kill -9 of the command of --verify: the deploy counts as failed', async () => {
  const { tipoff, deployRun } = await aCommandLine();
  const ended = await deployRun('--verify', 'kill -9 $$', '--', 'true');
  expect(ended).toMatchObject({ code: 6, err: expect.stringContaining('could not be verified') });
  const status = JSON.parse((await tipoff('deploy', 'status', 'worker', '--json')).out);
  expect(status.data.locks).toMatchObject([{ state: 'free', deploy: { state: 'failed' } }]);
});

test('the guard lets the command of a run deploy its service, and no other one', async () => {
  const { deployRun, script } = await aCommandLine();
  await script('tipoff', `exec "${process.execPath}" "${process.cwd()}/tipoff.js" "$@"`);
  const guarded = (service: string) => deployRun('--', ...SH, `tipoff guard -- gcloud run deploy ${service}`);
  expect(await guarded('worker')).toMatchObject({ code: 0 });
  expect(await guarded('bot')).toMatchObject({ code: 2 });
});

test('only the command writes to stdout, and its options stay its own', async () => {
  const { deployRun } = await aCommandLine();
  const ended = await deployRun('--', 'echo', '--json', '--', '--help');
  expect(ended).toMatchObject({ code: 0, out: '--json -- --help\n' });
});
