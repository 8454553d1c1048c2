import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../coordination/audit/open-audit.ts';
import type { App, Job } from '../operations/app.ts';
import { regradeStaleDates } from '../operations/import/regrade.ts';
import { refreshInjuries } from '../pipeline/batch/refresh-injuries.ts';
import type { NotedValue } from '../pipeline/import/file-notes.ts';
import { type FileReport, importFiles } from '../pipeline/import/import-files.ts';
import { withdrawRuledOut } from '../pipeline/withdrawals/withdraw-ruled-out.ts';
import { withdrawalSentences } from '../pipeline/withdrawals/withdrawal-sentences.ts';
import type { InboxFile } from '../platform/inbox.ts';
import { quoteText } from '../platform/printable.ts';
import { Problem } from '../platform/problem.ts';
import { recordGrading } from './record-grading.ts';
import { type FoundProblem, reportProblem } from './report-problem.ts';

const NAME = 'import-inbox';
const CATCH_UP_MS = 10 * 60_000;
const FAULTS_SHOWN = 20;
const NAMES_SHOWN = 10;

/**
 * Imports the files of the inbox and moves each file to `done` or `failed`, with a text that says what happened. A file
 * whose move was interrupted is imported again, which changes nothing. When the warehouse cannot be reached, the files
 * stay in the inbox. Every run then withdraws the predictions of players who were ruled out, and completes a withdrawal
 * that was interrupted.
 */
export const importInbox: Job = {
  name: NAME,
  summary:
    'Import the files of the inbox folder, and move each file to `done` or `failed` with a text that says what happened.',
  due: ['*/5 * * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const imported = await importFound(app, await app.readInbox());
    return [imported, ...withdrawalSentences(await withdrawRuledOut(app))].join(' ');
  },
};

async function importFound(app: App, files: readonly InboxFile[] | 'no-inbox'): Promise<string> {
  if (files === 'no-inbox')
    return 'This installation has no inbox, because nobody can reach the folder of a container. `tipoff import <folder>` imports the files of a machine.';
  if (files.length === 0) return 'The inbox is empty.';
  const imported = await importInboxFiles(app, files);
  await refreshInjuries(app);
  return imported;
}

async function importInboxFiles(app: App, files: readonly InboxFile[]): Promise<string> {
  const reports = await importAll(app, files);
  const failed: string[] = [];
  for (const file of files) {
    const { folder, answer } = answerOf(reports, file);
    await file.moveTo(folder, answer);
    if (folder === 'failed') failed.push(file.source.name);
  }
  // The incident is resolved when a later run imports every file that it finds.
  await reportProblem(app, { job: NAME, incidentKey: 'inbox-files' }, problemOf(failed));
  const imported = `Imported ${files.length - failed.length} of ${files.length} files.`;
  return failed.length === 0 ? imported : `${imported} ${notImported(failed)}`;
}

/** One report for each imported file, or one message if the import failed for all files together. */
type InboxReports = readonly FileReport[] | { readonly message: string };

async function importAll(app: App, files: readonly InboxFile[]): Promise<InboxReports> {
  const reports = await importOrRefuse(app, files);
  if ('message' in reports) return reports;
  const taken = reports.filter(({ decision }) => decision === 'taken');
  if (taken.length > 0) await recordImported(app, taken);
  for (const date of await regradeStaleDates(app)) await recordGrading(app, NAME, date);
  return reports;
}

/** Only a refusal of the files themselves moves them to `failed`. After any other error they stay in the inbox for the next run. */
async function importOrRefuse(app: App, files: readonly InboxFile[]): Promise<InboxReports> {
  try {
    return await importFiles(app, { sources: files.map(({ source }) => source), origin: 'files' });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'nothing_to_import') throw error;
    return { message: error.message };
  }
}

interface ImportAnswer {
  readonly folder: 'done' | 'failed';
  readonly answer: string;
}

function answerOf(reports: InboxReports, { source }: InboxFile): ImportAnswer {
  if ('message' in reports) return { folder: 'failed', answer: reports.message };
  const report = reports.find(({ file }) => file === source.name);
  if (report?.decision !== 'taken') return { folder: 'failed', answer: faultText(report) };
  const imported = `Imported ${report.rows.toLocaleString('en-US')} rows into ${report.table}.`;
  return { folder: 'done', answer: [imported, ...report.notes.map(noteText)].join('\n') };
}

function noteText({ kind, column, rows, reason }: NotedValue): string {
  return `${kind.replace('_', ' ')}, ${column}, ${rows} ${rows === 1 ? 'row' : 'rows'}: ${reason}`;
}

function faultText(report: FileReport | undefined): string {
  const faults = report?.faults ?? [];
  const more = faults.length - FAULTS_SHOWN;
  return [
    'Nothing of this file was imported. Correct these faults and put the file into the inbox again.',
    ...faults.slice(0, FAULTS_SHOWN),
    ...(more > 0 ? [`There are ${more} more faults.`] : []),
  ].join('\n');
}

function recordImported({ store, audit }: App, taken: readonly FileReport[]): Promise<void> {
  return auditedTransaction(store, systemAuditContext(audit, NAME), async (_transaction, records) =>
    records.append({
      action: 'data.imported',
      subject: { kind: 'data', id: 'import' },
      before: null,
      after: { files: taken.map(({ file, rows }) => ({ file, rows })) },
    }),
  );
}

function problemOf(failed: readonly string[]): FoundProblem | undefined {
  if (failed.length === 0) return undefined;
  return {
    title: `${failed.length === 1 ? 'A file' : `${failed.length} files`} of the inbox could not be imported`,
    detail: notImported(failed),
    remedy:
      'The folder `inbox/failed` has each file and an answer with its faults. Correct the file and put it into the inbox again.',
  };
}

function notImported(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN).map(quoteText).join(', ');
  return `Not imported: ${shown}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}.`;
}
