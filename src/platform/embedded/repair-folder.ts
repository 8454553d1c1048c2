import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolderProblem } from '../folder-problem.ts';
import type { MovesAuthor, Repaired, StoreProgress } from '../store-files.ts';
import { REPLACED_FOLDER, timestampName } from './data-folder-files.ts';
import { type ExaminableFolder, examineFolder } from './examine-folder.ts';
import { finishPendingMoves, moveTogether } from './pending-moves.ts';
import { refuseHeld } from './probe-duckdb.ts';
import { removeStaging } from './restore-backup.ts';
import { syncFile } from './sync-file.ts';

interface FolderToRepair extends ExaminableFolder {
  readonly author?: MovesAuthor;
}

/**
 * Repairs a data folder: moves the damaged files aside that the examination found, and replaces them with the prepared
 * files. Throws a `Problem` or `DiskFull` if the file system does not allow that.
 */
export async function repairFolder(target: FolderToRepair, progress: StoreProgress): Promise<Repaired> {
  try {
    return await repair(target, progress);
  } catch (error) {
    throw dataFolderProblem(error, target.folder);
  }
}

async function repair(target: FolderToRepair, progress: StoreProgress): Promise<Repaired> {
  const { folder, author } = target;
  if (existsSync(folder)) await access(folder, constants.W_OK);
  await refuseHeld(folder);
  const finished = await finishPendingMoves(folder);
  await removeStaging(folder);
  const { examination, replacements, discard } = await examineFolder(target, progress);
  try {
    const replaced = `${REPLACED_FOLDER}/${timestampName(new Date())}-${randomUUID().slice(0, 4)}`;
    const names = new Set(examination.findings.flatMap((finding) => finding.aside));
    const aside = [...names]
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => ({ from: name, to: `${replaced}/${name}` }));
    if (aside.length > 0) {
      for (const { from } of replacements) await syncFile(join(folder, from));
      progress('Moving the damaged files aside');
      const by = author === undefined ? {} : { author };
      const moves = { reason: 'repair' as const, aside, into_place: [...replacements], ...by };
      await moveTogether(folder, moves, () => refuseHeld(folder));
    }
    return { examination, moved: [...(finished?.aside ?? []), ...aside] };
  } finally {
    await discard();
  }
}
