import { Problem } from '../problem.ts';
import type { StoreFiles } from '../store-files.ts';
import { type BackupSource, backupFolder } from './backup-folder.ts';
import { type ExaminableFolder, examineFolder } from './examine-folder.ts';
import { forgetFinishedMoves, readFinishedMoves } from './pending-moves.ts';
import { repairFolder } from './repair-folder.ts';
import { restoreBackup } from './restore-backup.ts';

/** The stores of a data folder as files. */
export function embeddedStoreFiles(target: BackupSource & ExaminableFolder): StoreFiles {
  return {
    backup: async (to, progress) => {
      refuseElsewhere(target);
      return await backupFolder(target, to, progress);
    },
    restore: async (from, progress, author) => {
      refuseElsewhere(target);
      return await restoreBackup(
        { folder: target.folder, from, ...(author === undefined ? {} : { author }) },
        progress,
      );
    },
    examine: async (progress) => {
      const { examination, discard } = await examineFolder(target, progress);
      await discard();
      return examination;
    },
    repair: (progress, author) => repairFolder({ ...target, ...(author === undefined ? {} : { author }) }, progress),
    finishedMoves: () => readFinishedMoves(target.folder),
    forgetFinishedMoves: (id) => forgetFinishedMoves(target.folder, id),
  };
}

function refuseElsewhere({ documents }: Pick<ExaminableFolder, 'documents'>): void {
  if (documents === 'here') return;
  throw new Problem({
    code: 'not_embedded',
    message:
      'With PLATFORM=gcp the documents are in Firestore. Use its own export and import (`gcloud firestore export`), and the snapshots or exports of BigQuery for the tables. `tipoff doctor` examines the warehouse file of this machine.',
  });
}
