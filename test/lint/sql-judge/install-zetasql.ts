import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isZetasqlInstalled, MANIFEST_FOLDER, ZETASQL_FOLDER } from './zetasql-folder.ts';

const FILES = ['package.json', 'package-lock.json'];

if (!isZetasqlInstalled()) {
  mkdirSync(ZETASQL_FOLDER, { recursive: true });
  for (const name of FILES) copyFileSync(join(MANIFEST_FOLDER, name), join(ZETASQL_FOLDER, name));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: ZETASQL_FOLDER, stdio: 'inherit' });
}
