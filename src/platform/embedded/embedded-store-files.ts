import { Problem } from '../problem.ts';
import type { StoreFiles } from '../store-files.ts';
import type { BackupSource } from './backup-folder.ts';
import type { ExaminableFolder } from './examine-folder.ts';
import { forgetFinishedMoves, readFinishedMoves } from './pending-moves.ts';
import type { BackupToRestore } from './restore-backup.ts';

interface EmbeddedStoreFilesTarget extends BackupSource, ExaminableFolder, Pick<BackupToRestore, 'makeFolder'> {}

/**
 * Returns the operations on the stores of a data folder as files, such as backup and restore. Each operation loads its
 * code at the first call, because most commands need none of it.
 */
export function embeddedStoreFiles(target: EmbeddedStoreFilesTarget): StoreFiles {
  return {
    backup: async (to, progress) => {
      refuseElsewhere(target);
      const { backupFolder } = await import('./backup-folder.ts');
      return await backupFolder(target, to, progress);
    },
    restore: async (from, progress, author) => {
      refuseElsewhere(target);
      const { restoreBackup } = await import('./restore-backup.ts');
      return await restoreBackup(
        { folder: target.folder, makeFolder: target.makeFolder, from, ...(author === undefined ? {} : { author }) },
        progress,
      );
    },
    examine: async (progress) => {
      const { examineFolder } = await import('./examine-folder.ts');
      const { examination, discard } = await examineFolder(target, progress);
      await discard();
      return examination;
    },
    repair: async (progress, author) => {
      const { repairFolder } = await import('./repair-folder.ts');
      return await repairFolder({ ...target, ...(author === undefined ? {} : { author }) }, progress);
    },
    finishedMoves: () => readFinishedMoves(target.folder),
    forgetFinishedMoves: (id) => forgetFinishedMoves(target.folder, id),
  };
}

function refuseElsewhere({ documents }: Pick<ExaminableFolder, 'documents'>): void {
  if (documents === 'here') return;
  throw new Problem({
    code: 'not_embedded',
    message:
      'With PLATFORM=gcp the documents are in Firestore. Use the export and import of Firestore (`gcloud firestore export`), and the snapshots or exports of BigQuery for the tables. `tipoff doctor` examines the warehouse file of this machine.',
  });
}
