import { writeFile } from 'node:fs/promises';
import '#src/write-firestore-indexes.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { renderCommands } from './render-commands.ts';

await writeFile(new URL('../../docs/commands.md', import.meta.url), renderCommands(OPERATIONS));
