import { readFile, writeFile } from 'node:fs/promises';
import '#src/write-firestore-indexes.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { renderCommands } from './render-commands.ts';
import { withGrants } from './render-grants.ts';

await writeFile(new URL('../../docs/commands.md', import.meta.url), renderCommands(OPERATIONS));

const cloudPage = new URL('../../docs/google-cloud.md', import.meta.url);
await writeFile(cloudPage, withGrants(await readFile(cloudPage, 'utf8')));
