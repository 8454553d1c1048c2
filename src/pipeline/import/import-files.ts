import { once } from '../../platform/once.ts';
import { escapeUnprintable } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import type { RecordSource } from '../../platform/record-source.ts';
import type { Table, Warehouse } from '../../platform/warehouse.ts';
import { emptyIdentities, type Identities } from '../identity/identities.ts';
import { loadIdentities } from '../identity/load-identities.ts';
import { imports } from '../tables/imports.ts';
import { playerAliases } from '../tables/player-aliases.ts';
import { playerGameLogs } from '../tables/player-game-logs.ts';
import { players } from '../tables/players.ts';
import { schedule } from '../tables/schedule.ts';
import { teamBoxScores } from '../tables/team-box-scores.ts';
import { shownCell } from './cell.ts';
import type { NotedValue } from './file-notes.ts';
import { type BadRows, type FileOutcome, type ImportDeps, importFile } from './import-file.ts';
import { type ImportKind, importKinds, kindOfFile } from './import-kind.ts';
import { readImportState } from './import-state.ts';
import { noteOfUnequal, type UnequalPoints, updateUnequalPoints } from './unequal-points.ts';

export interface FileReport {
  readonly file: string;
  /** The table into which the file is imported; null for a file that Tipoff does not import. */
  readonly table: string | null;
  readonly decision: 'taken' | 'refused' | 'ignored';
  readonly rows: number;
  /** The faults of the import file as complete sentences. The list is empty for a file that was imported. */
  readonly faults: readonly string[];
  /** The values that were not taken as they are, those with the most rows first. */
  readonly notes: readonly NotedValue[];
  /** The number of stored rows that were removed, because the source took them back. */
  readonly removed: number;
  /** The number of rows that were left out because of faults, and those among them that repeat the key of another row. */
  readonly rejected: number;
  readonly duplicates: number;
  /** The path of the file with the rejected rows; null when there are none. */
  readonly rejects: string | null;
}

/** The tables whose points are compared with each other. */
const SCORED: ReadonlySet<Table> = new Set([schedule, playerGameLogs, teamBoxScores]);

const NO_ROWS = { rows: 0, notes: [], removed: 0, rejected: 0, duplicates: 0, rejects: null } as const;

export interface ImportRequest {
  readonly sources: readonly RecordSource[];
  readonly origin: 'files' | 'sample';
  /** By default, a row with a fault refuses its file. */
  readonly badRows?: BadRows;
  /** By default, stored rows that a file does not have stay. */
  readonly replaces?: 'dates' | 'rows';
  readonly progress?: (text: string) => void;
}

interface ImportableFile {
  readonly source: RecordSource;
  readonly kind: ImportKind;
}

/**
 * Imports each known file completely or not at all, and returns one report per file. Importing the same files again
 * changes nothing. Real data replaces the sample league, but the sample league never replaces real data. Throws a
 * `Problem` when no file can be imported.
 */
export async function importFiles(deps: ImportDeps, request: ImportRequest): Promise<readonly FileReport[]> {
  const { candidates, reports } = classifySources(request.sources);
  if (candidates.length === 0 && reports.every(({ decision }) => decision === 'ignored')) throw nothingToImport();
  const sample = await sampleClearing(deps, request.origin);
  const scored: ScoredFile[] = [];
  let identities = await knownIdentities(deps.warehouse, { ...request, sample });
  for (const { source, kind } of candidates) {
    request.progress?.(source.name);
    const { origin, badRows = { type: 'refuse-file' }, replaces = 'rows' } = request;
    const file = { source, kind, identities, origin, badRows, replaces, beforeMerge: sample.clear };
    const outcome = await importFile(deps, file);
    if (outcome.imported) identities = outcome.identities;
    if (outcome.imported && SCORED.has(kind.table)) scored.push({ file: source.name, games: outcome.games });
    reports.push(reportOf({ source, kind }, outcome));
  }
  return scored.length === 0 ? reports : await withUnequalPoints(deps, reports, scored);
}

/** A file with points of teams or players. */
interface ScoredFile {
  readonly file: string;
  /** The ids of the games in the file. */
  readonly games: ReadonlySet<string>;
}

/** Adds a note for each team of the imported games whose players' points differ from the team's. */
async function withUnequalPoints(
  deps: ImportDeps,
  reports: readonly FileReport[],
  scored: readonly ScoredFile[],
): Promise<readonly FileReport[]> {
  const unequal = await updateUnequalPoints(deps.warehouse, `import-${deps.newId()}-unequal-points`);
  const fileOf = ({ game_id }: UnequalPoints) => scored.findLast(({ games }) => games.has(game_id))?.file;
  return reports.map((report) => {
    const notes = unequal.filter((found) => fileOf(found) === report.file).map(noteOfUnequal);
    return notes.length === 0 ? report : { ...report, notes: [...notes, ...report.notes] };
  });
}

/** Returns the files that can be imported, sorted by kind, and the reports about all other files. */
function classifySources(sources: readonly RecordSource[]): {
  candidates: readonly ImportableFile[];
  reports: FileReport[];
} {
  const candidates: ImportableFile[] = [];
  const reports: FileReport[] = [];
  for (const source of sources) if (kindOfFile(source.name) === undefined) reports.push(ignored(source));
  for (const kind of importKinds) {
    const found = sources.filter(({ name }) => kindOfFile(name) === kind);
    const [source] = found;
    if (found.length > 1) reports.push(...found.map(({ name }) => ambiguous(name, { kind, found })));
    else if (source !== undefined) candidates.push({ source, kind });
  }
  return { candidates, reports };
}

function ignored({ name }: RecordSource): FileReport {
  return {
    file: name,
    table: null,
    decision: 'ignored',
    faults: [`Tipoff does not import a file named ${shownCell(name)}.`],
    ...NO_ROWS,
  };
}

function ambiguous(file: string, { kind, found }: { kind: ImportKind; found: readonly RecordSource[] }): FileReport {
  const names = found.map(({ name }) => escapeUnprintable(name)).join(' and ');
  const faults = [`${names} contain the same kind of data. Keep only one of them in the folder.`];
  return { file, table: kind.table.name, decision: 'refused', faults, ...NO_ROWS };
}

function reportOf({ source, kind }: ImportableFile, outcome: FileOutcome): FileReport {
  const report = { file: source.name, table: kind.table.name };
  if (!outcome.imported) return { ...report, decision: 'refused', faults: outcome.faults, ...NO_ROWS };
  const { rows, notes, removed, rejected, duplicates, rejects } = outcome;
  return { ...report, decision: 'taken', faults: [], rows, notes, removed, rejected, duplicates, rejects };
}

function nothingToImport(): Problem {
  const names = importKinds.map(({ name }) => `${name}.csv`).join(', ');
  const message = `Tipoff found nothing that it can import. It imports these files, also as .csv.gz: ${names}.`;
  return new Problem({ code: 'nothing_to_import', message });
}

/**
 * Reads the known players, games and teams. The sample league is an invented league, so its abbreviations are not those
 * of the NBA's teams.
 */
async function knownIdentities(
  warehouse: Warehouse,
  { origin, sample }: Pick<ImportRequest, 'origin'> & { readonly sample: { readonly isPresent: boolean } },
): Promise<Identities> {
  const spellings = origin === 'sample' ? 'as-written' : 'nba';
  return sample.isPresent ? emptyIdentities(spellings) : await loadIdentities(warehouse, spellings);
}

/**
 * Returns whether the import replaces the sample league with real data, and a function that deletes the sample league.
 * Only the first call of the function deletes anything.
 */
async function sampleClearing(deps: ImportDeps, origin: ImportRequest['origin']) {
  const state = await readImportState(deps.warehouse);
  if (origin === 'sample' && state.imported && !state.isSample) {
    const message =
      'This data folder contains real data, and the sample league would mix with it. Use another data folder for the sample league.';
    throw new Problem({ code: 'real_data_present', message });
  }
  const isPresent = origin === 'files' && state.imported && state.isSample;
  const clear = once(async (): Promise<void> => {
    if (!isPresent) return;
    for (const table of [...importKinds.map((kind) => kind.table), players, playerAliases, imports]) {
      await deps.warehouse.load(table, [], `import-${deps.newId()}-clear`);
    }
  });
  return { isPresent, clear };
}
