import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import analyzer from './zetasql/package.json' with { type: 'json' };

const PACKAGE = '@fivetrandevelopers/zetasql';

/** The folder of the manifest and the lockfile from which the analyzer is installed. */
export const MANIFEST_FOLDER = fileURLToPath(new URL('zetasql', import.meta.url));

/** The folder outside the project in which the analyzer is installed. Its name has the version, so that a new version is installed beside it. */
export const ZETASQL_FOLDER = join(homedir(), '.cache', 'tipoff', `zetasql-${analyzer.dependencies[PACKAGE]}`);

/** The folder of the installed analyzer package. */
export const ZETASQL_LIBRARY = join(ZETASQL_FOLDER, 'node_modules', PACKAGE, 'lib');

export function isZetasqlInstalled(): boolean {
  return existsSync(join(ZETASQL_LIBRARY, 'index.js'));
}
