import * as z from 'zod';
import { type FileReport, importFiles } from '../../pipeline/import/import-files.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import { recordChange } from '../kit/audit-context-of-call.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';

const ImportReport = z.object({
  /** The number of imported rows. */
  rows: z.number(),
  files: z.array(
    z.object({
      file: UserText,
      table: z.string().nullable(),
      decision: z.enum(['taken', 'refused', 'ignored']),
      rows: z.number(),
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
    return outcomeOf(reports, app.now().getTime() - startedAt.getTime());
  },
});

/** An import with a faulty file is answered as `refused`, although its other files were imported. */
function outcomeOf(reports: readonly FileReport[], milliseconds: number): Outcome<ImportReport> {
  const taken = reports.filter(({ decision }) => decision === 'taken');
  const refused = reports.filter(({ decision }) => decision === 'refused');
  const rows = taken.reduce((sum, report) => sum + report.rows, 0);
  const data: ImportReport = {
    rows,
    files: reports.map(({ file, table, decision, rows: ofFile }) => ({ file, table, decision, rows: ofFile })),
    faults: refused.flatMap(({ file, faults }) => faults.map((fault) => ({ file, fault }))),
    seconds: milliseconds / 1000,
  };
  const imported = `Imported ${rows.toLocaleString('en-US')} rows from ${taken.length} files.`;
  if (refused.length > 0) {
    const names = refused.map(({ file }) => quoteText(file)).join(', ');
    const message = `${imported} Not imported: ${names}. Correct the faults below and import again.`;
    return { decision: 'refused', code: 'bad_file', message, data, next: [] };
  }
  const next = [nextStep('features build', {}, { why: 'Build the features for the models from this data.' })];
  return { decision: 'done', code: 'ok', message: imported, data, next };
}
