import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CONFIG = fileURLToPath(new URL('dependencies.json', import.meta.url));
const DEPCRUISE = fileURLToPath(new URL('../../node_modules/.bin/depcruise', import.meta.url));

/** dependency-cruiser exits 0 when it understood no file at all, so the number of modules is part of the check. */
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [DEPCRUISE, 'src', 'packages/local-slack/src', '--config', CONFIG],
  {
    encoding: 'utf8',
  },
);
process.stdout.write(stdout + stderr);
const cruised = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
if (cruised === 0) process.stdout.write('dependency-cruiser cruised 0 modules: it does not understand this tree\n');
process.exitCode = status === 0 && cruised > 0 ? 0 : 1;
