import * as z from 'zod';
import type { NotedValue, NoteKind } from '../../pipeline/import/file-notes.ts';
import type { FileReport } from '../../pipeline/import/import-files.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import { countedText } from '../kit/count-text.ts';

export const NOTES_SHOWN = 20;

export const ImportReport = z.object({
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
      /** The number of stored rows that the source took back and that were removed. */
      removed: z.number(),
      /** The number of rows that were left out because of faults, and those among them that repeat another row's key. */
      rejected: z.number(),
      duplicates: z.number(),
      rejects: UserText.nullable().describe('the file with the rejected rows and the reasons'),
      all_notes: UserText.nullable().describe('the file with all notes, when they are more than those below'),
    }),
  ),
  /** The values that were not taken as they are: the 20 of each file with the most rows. */
  notes: z.array(
    z.object({
      file: UserText,
      kind: z.enum(['unmatched', 'corrected', 'set_aside', 'kept', 'unequal', 'replaced']),
      column: z.string(),
      value: UserText,
      rows: z.number(),
      reason: UserText,
    }),
  ),
  faults: z.array(z.object({ file: UserText, fault: UserText })),
  /** The dates whose predictions were graded again, because their box scores changed. */
  regraded: z.array(z.iso.date()),
  seconds: z.number(),
});
export type ImportReport = z.infer<typeof ImportReport>;

export interface ImportedFiles {
  readonly reports: readonly FileReport[];
  /** The paths of the files with all notes, by import file. */
  readonly paths: ReadonlyMap<string, string>;
  readonly regraded: readonly string[];
  readonly seconds: number;
}

export function importReport({ reports, paths, regraded, seconds }: ImportedFiles): ImportReport {
  return {
    rows: reports.reduce((sum, { rows }) => sum + rows, 0),
    files: reports.map((report) => ({ ...fileFacts(report), all_notes: paths.get(report.file) ?? null })),
    notes: reports.flatMap(({ file, notes }) =>
      notes.slice(0, NOTES_SHOWN).map((note) => ({ file, ...shownNote(note) })),
    ),
    faults: reports
      .filter(({ decision }) => decision === 'refused')
      .flatMap(({ file, faults }) => faults.map((fault) => ({ file, fault }))),
    regraded: [...regraded],
    seconds,
  };
}

/** Says in sentences what an import did. */
export function importText(report: ImportReport): string {
  const taken = report.files.filter(({ decision }) => decision === 'taken');
  const sentences = [
    `Imported ${countedText(report.rows, 'row')} from ${countedText(taken.length, 'file')}.`,
    rejectedText(report),
    removedText(report),
    notesText(report),
    regradedText(report),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function fileFacts({ file, table, decision, rows, notes, removed, rejected, duplicates, rejects }: FileReport) {
  const valuesOf = (kind: NoteKind) => notes.filter((note) => note.kind === kind).length;
  const counts = {
    unmatched: valuesOf('unmatched'),
    corrected: valuesOf('corrected'),
    set_aside: valuesOf('set_aside'),
  };
  return { file, table, decision, rows, ...counts, removed, rejected, duplicates, rejects };
}

function shownNote({ kind, column, value, rows, reason }: NotedValue) {
  return { kind, column, value, rows, reason };
}

function rejectedText({ files }: ImportReport): string {
  const named = files
    .filter(({ rejected }) => rejected > 0)
    .map(({ rejected, rejects }) => `${countedText(rejected, 'row')} in ${quoteText(rejects ?? '')}`);
  if (named.length === 0) return '';
  return `Rows with faults were left out: ${named.join(', ')}. Correct them there, and import that file.`;
}

function removedText({ files }: ImportReport): string {
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  return removed === 0 ? '' : `Removed ${countedText(removed, 'stored row')} that the source took back.`;
}

function notesText({ files, notes }: ImportReport): string {
  const unmatched = files.reduce((sum, file) => sum + file.unmatched, 0);
  const corrected = files.reduce((sum, file) => sum + file.corrected, 0);
  const unequal = notes.filter(({ kind }) => kind === 'unequal').length;
  const parts = [
    ...(unequal > 0
      ? [`in ${countedText(unequal, 'box score')} of a team, the players' points differ from the team's points`]
      : []),
    ...(unmatched > 0
      ? [`${unmatched} ${unmatched === 1 ? 'value fits' : 'values fit'} nothing that Tipoff knows`]
      : []),
    ...(corrected > 0 ? [`${corrected} ${corrected === 1 ? 'value was' : 'values were'} corrected`] : []),
  ];
  const sentence = parts.join(', and ');
  return sentence === '' ? '' : `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}; see the notes below.`;
}

function regradedText({ regraded }: ImportReport): string {
  return regraded.length === 0 ? '' : `The predictions of ${regraded.join(', ')} were graded again.`;
}
