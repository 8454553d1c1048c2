import { spawnSync } from 'node:child_process';
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

/** Runs a command as a user without a name. Only `folder` can be written to. */
function tipoffInContainer(folder: string, argv: readonly string[]) {
  const readOnly = `mount --make-rprivate / && mount --bind ${folder} ${folder} && mount -o remount,ro,bind /`;
  const asUser = `setpriv --reuid ${UID} --regid ${UID} --clear-groups -- ${process.execPath} tipoff.js "$@"`;
  const env = { PATH: process.env['PATH'], TIPOFF_DATA: join(folder, 'data'), TMPDIR: folder };
  return spawnSync(
    'unshare',
    ['--mount', 'sh', '-c', `${folder === '/' ? 'true' : readOnly} && exec ${asUser}`, 'sh', ...argv],
    {
      env,
      encoding: 'utf8',
    },
  );
}
