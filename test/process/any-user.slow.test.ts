import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A user id that has no entry in the list of users, as in a container. */
const UID = 65_532;
const TOOLS = ['unshare', 'mount', 'setpriv'];
const MISSING = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
const MAY_RUN = process.getuid?.() === 0 && MISSING.length === 0 && tipoffInContainer('/', ['--version']).status === 0;

if (!MAY_RUN)
  process.stdout.write('skipped: a read-only root needs the user root and the tools unshare, mount and setpriv\n');

test.runIf(MAY_RUN)(
  'a command runs as a user id without a name, on a read-only root with a writable data folder',
  async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-container-'));
    await chmod(folder.path, 0o777);
    const claimed = tipoffInContainer(folder.path, ['deploy', 'claim', 'worker', '--reason', 'New model', '--json']);
    expect(claimed).toMatchObject({ status: 0, stderr: '' });
    expect(tipoffInContainer(folder.path, ['deploy', 'status']).stdout).toContain(`uid-${UID}`);
  },
);

test.runIf(MAY_RUN)('a server runs there, too, and ends with exit code 0 after SIGTERM', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-container-'));
  await chmod(folder.path, 0o777);
  const { command, args, env } = inContainer(folder.path, ['serve']);
  const server = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  for await (const chunk of server.stdout) if (String(chunk).includes('Serving')) break;
  server.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

/** Runs a command as a user without a name. Only `folder` can be written to. */
function tipoffInContainer(folder: string, argv: readonly string[]) {
  const { command, args, env } = inContainer(folder, argv);
  return spawnSync(command, args, { env, encoding: 'utf8' });
}

function inContainer(folder: string, argv: readonly string[]) {
  const readOnly = `mount --make-rprivate / && mount --bind ${folder} ${folder} && mount -o remount,ro,bind /`;
  const asUser = `setpriv --reuid ${UID} --regid ${UID} --clear-groups -- ${process.execPath} tipoff.js "$@"`;
  const script = `${folder === '/' ? 'true' : readOnly} && exec ${asUser}`;
  const env = { PATH: process.env['PATH'], TIPOFF_DATA: join(folder, 'data'), TMPDIR: folder };
  return { command: 'unshare', args: ['--mount', 'sh', '-c', script, 'sh', ...argv], env };
}
