import * as z from 'zod';
import { contentText } from '../kit/count-text.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';

const RestoredBackup = z.object({
  /** The absolute path of the backup. */
  folder: z.string(),
  /** When the backup was made, in ISO 8601 and UTC. */
  created_at: z.string(),
  version: z.string().describe('the version of Tipoff that made the backup'),
  replaced: z.string().nullable().describe('where the replaced files are, relative to the data folder'),
});

export const restore = operation({
  name: 'restore',
  summary: 'Replace the data with a backup. The replaced files are moved aside, not deleted.',
  input: z.strictObject({ folder: LocalPath.describe('the folder that `tipoff backup` made') }),
  output: RestoredBackup,
  positionals: ['folder'],
  effect: 'write',
  reach: 'local',
  opens: 'nothing',
  prints: 'outcome',
  onInterrupt:
    'If files were being moved, `tipoff doctor --repair` finishes the move. Tipoff cannot open the data before that.',
  async run(app, { input, actor, request, progress }) {
    const { backup, replaced } = await app.storeFiles.restore(input.folder, progress, { name: actor.name, request });
    const sentences = [
      `Restored the backup of ${backup.createdAt}: ${contentText(backup)}.`,
      replaced === null
        ? 'The data folder was empty before.'
        : `The replaced files are in ${replaced} in the data folder.`,
      'Start Tipoff again with `tipoff serve` or `npm start`. It continues from the moment of the backup.',
    ];
    const data = { folder: backup.folder, created_at: backup.createdAt, version: backup.version, replaced };
    return {
      decision: 'done',
      code: 'ok',
      message: sentences.join(' '),
      data,
      next: [nextStep('batch list', {}, { why: 'See which batches the backup contains.' })],
    };
  },
});
