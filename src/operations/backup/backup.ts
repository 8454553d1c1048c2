import * as z from 'zod';
import { type Backup, RowCounts } from '../../platform/store-files.ts';
import { contentText, sizeText } from '../kit/count-text.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { operation } from '../kit/operation.ts';

const BackupFacts = z.object({
  /** The absolute path of the backup. */
  folder: z.string(),
  /** When the backup was made, in ISO 8601 and UTC. */
  created_at: z.string(),
  version: z.string().describe('the version of Tipoff that made the backup'),
  bytes: z.number(),
  files: z.number(),
  documents: RowCounts,
  rows: RowCounts,
});

export const backup = operation({
  name: 'backup',
  summary: 'Copy all data into a new folder, while Tipoff runs.',
  input: z.strictObject({ folder: LocalPath.describe('a new folder for the copy, outside the data folder') }),
  output: BackupFacts,
  positionals: ['folder'],
  effect: 'read',
  reach: 'local',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'The backup folder appears only when the backup is complete. If another process serves the data, that process may still complete the backup.',
  async run(app, { input, progress }) {
    const made = await app.storeFiles.backup(input.folder, progress);
    const message = `Backed up ${contentText(made)} to ${made.folder} (${sizeText(made.bytes)}). \`tipoff restore ${made.folder}\` puts it back.`;
    return { decision: 'done', code: 'ok', message, data: backupData(made), next: [] };
  },
});

function backupData({ folder, createdAt, version, bytes, files, documents, rows }: Backup) {
  return { folder, created_at: createdAt, version, bytes, files, documents, rows };
}
