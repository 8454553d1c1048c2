import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { type ExportFormat, exportFeatures } from '../../pipeline/features/export-features.ts';
import { FeatureVersion, NEWEST_VERSION } from '../../pipeline/features/feature-names.ts';
import { DiskFull, isDiskFullError } from '../../platform/disk-full.ts';
import { errorText } from '../../platform/error-text.ts';
import { Problem } from '../../platform/problem.ts';
import { dateRange } from '../kit/date-range.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const FORMATS: Readonly<Record<string, ExportFormat>> = { '.csv': 'csv', '.ndjson': 'ndjson', '.jsonl': 'ndjson' };
const PROGRESS_EVERY_ROWS = 5_000;

export const exportFeatureStore = operation({
  name: 'features export',
  summary: 'Export the features to a file for training, with the points scored where known.',
  input: z.strictObject({
    to: LocalPath.prefault('features.csv')
      .refine((path) => FORMATS[extname(path)] !== undefined, {
        error: ({ input }) => `${quoteInput(input)} must end in ${Object.keys(FORMATS).join(', ')}`,
      })
      .describe('the file to write, .csv or .ndjson; default: features.csv in this folder'),
    date: GameDateText.optional().describe('the game date; default: all dates'),
    version: FeatureVersion.default(NEWEST_VERSION).describe(`the feature version; default: ${NEWEST_VERSION}`),
  }),
  output: z.object({
    file: z.string(),
    format: z.enum(['csv', 'ndjson']),
    version: z.string(),
    from: z.string(),
    to: z.string(),
    rows: z.number(),
    seconds: z.number(),
  }),
  positionals: ['date'],
  effect: 'read',
  reach: 'local',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'The file is unchanged.',
  async run(app, { input, progress }) {
    const startedAt = app.now().getTime();
    const gameDate = input.date === undefined ? undefined : parseGameDate(input.date, app.now());
    const range = await dateRange(app, gameDate);
    const format = FORMATS[extname(input.to)] ?? 'csv';
    let lines = 0;
    async function* counted(): AsyncGenerator<string> {
      for await (const line of exportFeatures(app.warehouse, { ...range, format, version: input.version })) {
        lines += 1;
        if (lines % PROGRESS_EVERY_ROWS === 0) progress(`Wrote ${lines.toLocaleString('en-US')} rows`);
        yield `${line}\n`;
      }
    }
    await writeWhole(input.to, counted());
    const rows = format === 'csv' ? lines - 1 : lines;
    const data = {
      file: input.to,
      format,
      version: input.version,
      ...range,
      rows,
      seconds: (app.now().getTime() - startedAt) / 1000,
    };
    const next = [nextStep('features build', {}, { why: 'Build the features of all dates.' })];
    const message = `Wrote ${rows.toLocaleString('en-US')} rows to ${input.to}.`;
    return rows === 0
      ? {
          decision: 'done',
          code: 'empty',
          message: `${message} These dates have no features. Build them first.`,
          data,
          next,
        }
      : { decision: 'done', code: 'ok', message, data, next: [] };
  },
});

/**
 * Writes the export to a temporary file and then renames it, so that the target file is either complete or unchanged.
 */
async function writeWhole(path: string, lines: AsyncIterable<string>): Promise<void> {
  const temporary = `${path}.part`;
  try {
    await pipeline(lines, createWriteStream(temporary));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw isFileError(error) ? unwritable(path, error) : error;
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function unwritable(path: string, cause: unknown): Error {
  if (isDiskFullError(cause)) return new DiskFull(`the file ${quoteInput(path)}`, cause);
  const reason = errorText(cause);
  const message = `The file ${quoteInput(path)} cannot be written: ${reason}. Choose another file with --to.`;
  return new Problem({ code: 'unwritable_file', message, cause });
}
