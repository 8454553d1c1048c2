import type { ImportDeps } from '../import/import-file.ts';
import { importFiles } from '../import/import-files.ts';
import { readImportState } from '../import/import-state.ts';
import { sampleLeague } from './sample-league.ts';
import { NBA_SIZE } from './sample-options.ts';

const SEED = 'tipoff';

/**
 * Updates the sample league to `today`, the date in New York: last night's results and tonight's lines and injury
 * reports are added. Does nothing when the sample league is up to date (`current`) or when the warehouse has real data
 * (`real-data`). Calls `progress` with the name of each imported file.
 */
export async function loadSample(
  deps: ImportDeps,
  today: string,
  progress: (text: string) => void,
): Promise<'loaded' | 'current' | 'real-data'> {
  const state = await readImportState(deps.warehouse);
  if (state.imported && !state.isSample) return 'real-data';
  // Bookmakers' lines are imported last, so a line for today proves that the whole sample league is imported.
  if (state.imported && state.lastLineDate === today) return 'current';
  const sources = sampleLeague({ seed: SEED, today, nowAt: deps.now().toISOString(), ...NBA_SIZE });
  await importFiles(deps, { sources, origin: 'sample', progress });
  return 'loaded';
}
