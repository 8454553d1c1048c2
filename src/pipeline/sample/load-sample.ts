import type { ImportDeps } from '../import/import-file.ts';
import { importFiles } from '../import/import-files.ts';
import { readImportState } from '../import/import-state.ts';
import { sampleLeague } from './sample-league.ts';
import { NBA_SIZE } from './sample-options.ts';

const SEED = 'tipoff';

/**
 * Updates the sample league to `today`, the date in New York: last night's results, tonight's lines and reports. Does nothing when it is up to
 * date (`current`) or when there is real data (`real-data`). Calls `progress` with the name of each file.
 */
export async function loadSample(
  deps: ImportDeps,
  today: string,
  progress: (text: string) => void,
): Promise<'loaded' | 'current' | 'real-data'> {
  const state = await readImportState(deps.warehouse);
  if (state.imported && !state.isSample) return 'real-data';
  // Lines are imported last and exist for every day, so they show that an import is complete.
  if (state.imported && state.lastLineDate === today) return 'current';
  await importFiles(deps, { sources: sampleLeague({ seed: SEED, today, ...NBA_SIZE }), origin: 'sample', progress });
  return 'loaded';
}
