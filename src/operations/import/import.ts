import * as z from 'zod';
import type { NotedValue, NoteKind } from '../../pipeline/import/file-notes.ts';
import { type FileReport, importFiles } from '../../pipeline/import/import-files.ts';
import { notesCsv } from '../../pipeline/import/notes-csv.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';

const NOTES_SHOWN = 20;

const ImportReport = z.object({
  /** The number of imported rows. */
  rows: z.number(),
  files: z.array(
    z.object({
      file: UserText,
      table: z.string().nullable(),
      decision: z.enum(['taken', 'refused', 'ignored']),
      rows: z.number(),
      /** The numbers of values that fit nothing known, that were stored as another value, and that do not count. */
      unmatched: z.number(),
      corrected: z.number(),
      set_aside: z.number(),
      all_notes: UserText.nullable().describe('the file with all notes, when they are more than those below'),
    }),
  ),
  /** The values that were not taken as they are: the 20 of each file with the most rows. */
  notes: z.array(
    z.object({
      file: UserText,
      kind: z.enum(['unmatched', 'corrected', 'set_aside']),
      column: z.string(),
      value: UserText,
      rows: z.number(),
      reason: UserText,
    }),
  ),
  faults: z.array(z.object({ file: UserText, fault: UserText })),
  seconds: z.number(),
});
type ImportReport = z.infer<typeof ImportReport>;

const IMPORTED = { action: 'data.imported', subject: { kind: 'data', id: 'import' }, before: null } as const;

export const importData = operation({
  name: 'import',
  summary: 'Import box scores, schedule, lines, injuries and shot zones from CSV or CSV.gz files.',
  input: z.strictObject({ folder: LocalPath.describe('a folder with the files, or one of the files') }),
  output: ImportReport,
  refusal: ImportReport,
  positionals: ['folder'],
  effect: 'write',
  reach: 'local',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'Each file was imported completely or not at all. Import again to get the other files.',
  async run(app, { input, progress, ...caller }) {
    const startedAt = app.now();
    const sources = await app.importFolder(input.folder);
    const reports = await importFiles(app, {
      sources,
      origin: 'files',
      progress: (file) => progress(`Importing ${file}`),
    });
    const files = reports.filter(({ decision }) => decision === 'taken').map(({ file, rows }) => ({ file, rows }));
    if (files.length > 0) await recordChange(app, caller, { ...IMPORTED, after: { files } });
    const paths = await writeAllNotes(app, reports);
    return outcomeOf({ reports, paths }, app.now().getTime() - startedAt.getTime());
  },
});

/** An import with a faulty file is answered as `refused`, although its other files were imported. */
function outcomeOf(
  { reports, paths }: { readonly reports: readonly FileReport[]; readonly paths: ReadonlyMap<string, string> },
  milliseconds: number,
): Outcome<ImportReport> {
  const taken = reports.filter(({ decision }) => decision === 'taken');
  const refused = reports.filter(({ decision }) => decision === 'refused');
  const rows = taken.reduce((sum, report) => sum + report.rows, 0);
  const data: ImportReport = {
    rows,
    files: reports.map((report) => ({ ...fileFacts(report), all_notes: paths.get(report.file) ?? null })),
    notes: reports.flatMap(({ file, notes }) =>
      notes.slice(0, NOTES_SHOWN).map((note) => ({ file, ...shownNote(note) })),
    ),
    faults: refused.flatMap(({ file, faults }) => faults.map((fault) => ({ file, fault }))),
    seconds: milliseconds / 1000,
  };
  const imported = `Imported ${rows.toLocaleString('en-US')} rows from ${taken.length} files.${notesText(data)}`;
  if (refused.length > 0) {
    const names = refused.map(({ file }) => quoteText(file)).join(', ');
    const message = `${imported} Not imported: ${names}. Correct the faults below and import again.`;
    return { decision: 'refused', code: 'bad_file', message, data, next: [] };
  }
  const next = [nextStep('features build', {}, { why: 'Build the features for the models from this data.' })];
  return { decision: 'done', code: 'ok', message: imported, data, next };
}

/** Writes the notes of each file that has more of them than the answer shows. Resolves to the paths by file. */
async function writeAllNotes(app: App, reports: readonly FileReport[]): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const { file, notes } of reports) {
    if (notes.length <= NOTES_SHOWN) continue;
    const name = `import-notes/${file.replace(/\.csv(?:\.gz)?$/i, '')}.csv`;
    paths.set(file, await app.writeDataFile(name, notesCsv(notes)));
  }
  return paths;
}

function fileFacts({ file, table, decision, rows, notes }: FileReport) {
  const valuesOf = (kind: NoteKind) => notes.filter((note) => note.kind === kind).length;
  const counts = {
    unmatched: valuesOf('unmatched'),
    corrected: valuesOf('corrected'),
    set_aside: valuesOf('set_aside'),
  };
  return { file, table, decision, rows, ...counts };
}

function shownNote({ kind, column, value, rows, reason }: NotedValue) {
  return { kind, column, value, rows, reason };
}

function notesText({ files }: ImportReport): string {
  const unmatched = files.reduce((sum, file) => sum + file.unmatched, 0);
  const corrected = files.reduce((sum, file) => sum + file.corrected, 0);
  const parts = [
    ...(unmatched > 0
      ? [`${unmatched} ${unmatched === 1 ? 'value fits' : 'values fit'} nothing that Tipoff knows`]
      : []),
    ...(corrected > 0 ? [`${corrected} ${corrected === 1 ? 'value was' : 'values were'} corrected`] : []),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(', and ')}; see the notes below.`;
}
