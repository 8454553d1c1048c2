import { Problem } from '../../platform/problem.ts';
import type { RecordSource } from '../../platform/record-source.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { imports } from '../tables/imports.ts';
import { players } from '../tables/players.ts';
import { type FileOutcome, type ImportDeps, importFile } from './import-file.ts';
import { type ImportKind, importKinds, kindOfFile } from './import-kind.ts';
import { readImportState } from './import-state.ts';
import { Player, type PlayerRegistry, playerRegistry } from './player-registry.ts';

export interface FileReport {
  readonly file: string;
  /** The table its rows are for; null for a file of no known kind. */
  readonly table: string | null;
  readonly decision: 'taken' | 'refused' | 'ignored';
  readonly rows: number;
  /** Whole sentences; empty for a file that was taken. */
  readonly faults: readonly string[];
}

export interface ImportRequest {
  readonly sources: readonly RecordSource[];
  readonly origin: 'files' | 'sample';
  readonly progress?: (text: string) => void;
}

interface Candidate {
  readonly source: RecordSource;
  readonly kind: ImportKind;
}

/**
 * Takes in what there is of the known files, each whole or not at all, and answers with one report for each. Importing the same files again
 * changes nothing. Real files replace the sample league; the sample never goes over real data. Throws a `Problem` when no file is of a known
 * kind.
 */
export async function importFiles(deps: ImportDeps, request: ImportRequest): Promise<readonly FileReport[]> {
  const { candidates, reports } = sortOut(request.sources);
  if (candidates.length === 0 && reports.every(({ decision }) => decision === 'ignored')) throw nothingToImport();
  const clearFirst = await clearing(deps, request.origin);
  let registry = clearFirst.needed ? playerRegistry([]) : await knownPlayers(deps.warehouse);
  for (const { source, kind } of candidates) {
    request.progress?.(source.name);
    const file = { source, kind, registry, origin: request.origin, beforeMerge: clearFirst.once };
    const outcome = await importFile(deps, file);
    if (outcome.taken) registry = outcome.registry;
    reports.push(reportOf({ source, kind }, outcome));
  }
  return reports;
}

/** What can be imported, in the order of the kinds, and the reports of what cannot. */
function sortOut(sources: readonly RecordSource[]): { candidates: readonly Candidate[]; reports: FileReport[] } {
  const candidates: Candidate[] = [];
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
  return { file: name, table: null, decision: 'ignored', rows: 0, faults: [`${name} is not a file Tipoff imports.`] };
}

function ambiguous(file: string, { kind, found }: { kind: ImportKind; found: readonly RecordSource[] }): FileReport {
  const names = found.map(({ name }) => name).join(' and ');
  const faults = [`${names} are the same kind of file; leave only one of them in the folder.`];
  return { file, table: kind.table.name, decision: 'refused', rows: 0, faults };
}

function reportOf({ source, kind }: Candidate, outcome: FileOutcome): FileReport {
  const report = { file: source.name, table: kind.table.name };
  if (outcome.taken) return { ...report, decision: 'taken', rows: outcome.rows, faults: [] };
  return { ...report, decision: 'refused', rows: 0, faults: outcome.faults };
}

function nothingToImport(): Problem {
  const names = importKinds.map(({ name }) => `${name}.csv`).join(', ');
  const message = `There is no file to import here. Tipoff reads these, each also as .csv.gz: ${names}.`;
  return new Problem({ code: 'nothing_to_import', message });
}

async function knownPlayers(warehouse: Warehouse): Promise<PlayerRegistry> {
  return playerRegistry(await warehouse.query({ sql: 'import/sql/players' }, Player));
}

/** Empties the tables of the sample league once, before the first real rows go in. */
async function clearing(deps: ImportDeps, origin: ImportRequest['origin']) {
  const state = await readImportState(deps.warehouse);
  if (origin === 'sample' && state.imported && !state.isSample) {
    const message =
      'Real data is imported here already; the sample league would mix with it. Use another data folder for the sample.';
    throw new Problem({ code: 'real_data_present', message });
  }
  const needed = origin === 'files' && state.imported && state.isSample;
  let waiting = needed;
  const once = async (): Promise<void> => {
    if (!waiting) return;
    for (const table of [...importKinds.map((kind) => kind.table), players, imports]) {
      await deps.warehouse.load(table, [], `import-${deps.newId()}-clear`);
    }
    waiting = false;
  };
  return { needed, once };
}
