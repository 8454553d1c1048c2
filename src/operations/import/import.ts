import * as z from 'zod';
import { refreshInjuries } from '../../pipeline/batch/refresh-injuries.ts';
import { importFiles } from '../../pipeline/import/import-files.ts';
import { notesCsv } from '../../pipeline/import/notes-csv.ts';
import { withdrawRuledOut } from '../../pipeline/withdrawals/withdraw-ruled-out.ts';
import { withdrawalSentences } from '../../pipeline/withdrawals/withdrawal-sentences.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { type ImportedFiles, ImportReport, importReport, importText, NOTES_SHOWN } from './import-report.ts';
import { regradeStaleDates } from './regrade.ts';

const ImportInput = z.strictObject({
  folder: LocalPath.describe('a folder with the files, or one of the files'),
  replace: z
    .boolean()
    .default(false)
    .describe('the files are the whole truth for their dates: remove the stored rows that they do not have'),
  skip_bad_rows: z
    .boolean()
    .default(false)
    .describe('take the good rows, and write the rows with faults to `rejects/<file>.csv`'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    import: typeof ImportInput;
  }
}

const IMPORTED = { action: 'data.imported', subject: { kind: 'data', id: 'import' }, before: null } as const;
const GRADED_AGAIN = { action: 'results.graded', subject: { kind: 'data', id: 'results' }, before: null } as const;

export const importData = operation({
  name: 'import',
  summary: 'Import box scores, schedule, lines, injuries and shot zones from CSV or CSV.gz files.',
  input: ImportInput,
  output: ImportReport,
  refusal: ImportReport,
  positionals: ['folder'],
  effect: 'write',
  reach: 'local',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'Each file was imported completely or not at all. Import again to get the other files.',
  async run(app, { input, progress, ...caller }) {
    if (input.replace && input.skip_bad_rows) throw conflictingFlags();
    const startedAt = app.now();
    const write = (file: string, csv: string) => app.writeDataFile(`rejects/${stemOf(file)}.csv`, csv);
    const reports = await importFiles(app, {
      sources: await app.importFolder(input.folder),
      origin: 'files',
      replaces: input.replace ? 'dates' : 'rows',
      badRows: input.skip_bad_rows ? { type: 'skip', write } : { type: 'refuse-file' },
      progress: (file) => progress(`Importing ${file}`),
    });
    const files = reports
      .filter(({ decision }) => decision === 'taken')
      .map(({ file, rows, removed }) => ({ file, rows, ...(removed === 0 ? {} : { removed }) }));
    if (files.length > 0) await recordChange(app, caller, { ...IMPORTED, after: { files } });
    const regraded = await regradeStaleDates(app);
    for (const game_date of regraded) await recordChange(app, caller, { ...GRADED_AGAIN, after: { game_date } });
    const paths = await writeAllNotes(app, reports);
    const seconds = (app.now().getTime() - startedAt.getTime()) / 1000;
    const outcome = outcomeOf({ reports, paths, regraded, seconds }, input.folder);
    await refreshInjuries(app);
    const withdrawn = withdrawalSentences(await withdrawRuledOut(app));
    return { ...outcome, message: [outcome.message, ...withdrawn].join(' ') };
  },
});

/** An import with a faulty file is answered as `refused`, although its other files were imported. */
function outcomeOf(imported: ImportedFiles, folder: string): Outcome<ImportReport> {
  const data = importReport(imported);
  const refused = data.files.filter(({ decision }) => decision === 'refused');
  if (refused.length > 0) {
    const names = refused.map(({ file }) => quoteText(file)).join(', ');
    const message = `${importText(data)} Not imported: ${names}. Correct the faults below and import again.`;
    const why = 'Import the rows without faults, and write the others to a file.';
    const next = [nextStep('import', { folder, skip_bad_rows: true }, { why })];
    return { decision: 'refused', code: 'bad_file', message, data, next };
  }
  const code = data.files.some(({ rejected }) => rejected > 0) ? 'rows_rejected' : 'ok';
  const next = [nextStep('features build', {}, { why: 'Build the features for the models from this data.' })];
  return { decision: 'done', code, message: importText(data), data, next };
}

/** Writes the notes of each file that has more of them than the answer shows. Resolves to the paths by file. */
async function writeAllNotes(app: App, reports: ImportedFiles['reports']): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const { file, notes } of reports) {
    if (notes.length <= NOTES_SHOWN) continue;
    paths.set(file, await app.writeDataFile(`import-notes/${stemOf(file)}.csv`, notesCsv(notes)));
  }
  return paths;
}

function stemOf(file: string): string {
  return file.replace(/\.csv(?:\.gz)?$/i, '');
}

function conflictingFlags(): Problem {
  const message =
    'Give either --replace or --skip-bad-rows: with both, a row with a fault would also remove its stored row. Correct the faults first, then import with --replace.';
  return new Problem({ code: 'bad_flags', message });
}
