import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Problem } from '../problem.ts';
import { type FinishedMoves, MovedFile, MovesAuthor, PENDING_FILE } from '../store-files.ts';
import { syncFile, syncFolder } from './sync-file.ts';

/**
 * The folder for the plans of finished file moves. A restore or repair writes such a plan. It stays here until the
 * audit has a record of the moved files.
 */
const FINISHED_FOLDER = 'finished-moves';

const Moves = z.object({
  reason: z.enum(['restore', 'repair']),
  /**
   * The files that are moved aside. `into_place` lists the files that take their place. All paths are relative to the
   * data folder.
   */
  aside: z.array(MovedFile),
  into_place: z.array(MovedFile),
  /** The person who called the restore or repair, for the audit record. */
  author: MovesAuthor.optional(),
  /** The folder of the backup that is restored; absent for a repair. */
  backup: z.string().optional(),
});
const PlannedMoves = Moves.extend({ id: z.string(), begun_at: z.string() });
type PlannedMoves = z.infer<typeof PlannedMoves>;
/** A plan of the file renames by which a restore or repair replaces files in the data folder. */
export type Moves = z.infer<typeof Moves>;

/**
 * Performs all planned renames or none of them. The plan is on the disk before the first rename, and no store opens
 * while the plan exists. After a kill, `finishPendingMoves` continues the plan. `mayBegin` is called when no store can
 * be opened any more; if it throws, nothing is moved.
 */
export async function moveTogether(folder: string, moves: Moves, mayBegin: () => Promise<void>): Promise<void> {
  const plan = join(folder, PENDING_FILE);
  const planned = { ...moves, id: randomUUID(), begun_at: new Date().toISOString() };
  await writeFile(`${plan}.new`, JSON.stringify(planned, null, 2), { mode: 0o600 });
  await syncFile(`${plan}.new`);
  await rename(`${plan}.new`, plan);
  await syncFolder(folder);
  try {
    await mayBegin();
  } catch (error) {
    await rm(plan);
    throw error;
  }
  await applyMoves(folder, planned);
}

/**
 * Finishes the file moves of an interrupted restore or repair. Resolves to these moves; undefined when there was no
 * interrupted restore or repair.
 */
export async function finishPendingMoves(folder: string): Promise<Moves | undefined> {
  const moves = await readPendingMoves(folder);
  if (moves !== undefined) await applyMoves(folder, moves);
  return moves;
}

/**
 * Reads the plan of the file moves of an unfinished restore or repair. Resolves to undefined when the plan does not exist.
 * Throws a `Problem` when the plan cannot be read.
 */
export async function readPendingMoves(folder: string): Promise<PlannedMoves | undefined> {
  const path = join(folder, PENDING_FILE);
  if (!existsSync(path)) return;
  return await readPlan(path);
}

async function readPlan(path: string): Promise<PlannedMoves> {
  try {
    return PlannedMoves.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): Problem {
  const message = `${path} cannot be read. It lists the files of an interrupted restore or repair. Move it away, then run \`tipoff doctor\`.`;
  return new Problem({ code: 'moves_unreadable', message, cause });
}

/**
 * Throws a `Problem` while a restore or repair of this data folder is unfinished. A store that opened then would be
 * empty.
 */
export function refusePendingMoves(folder: string): void {
  if (!existsSync(join(folder, PENDING_FILE))) return;
  throw new Problem({
    code: 'moves_pending',
    message: `A restore or repair of ${folder} is running or was interrupted. When no other \`tipoff\` command is running, \`tipoff doctor --repair\` finishes it.`,
  });
}

/** Reads the plans of finished restores and repairs whose audit record may not exist yet. */
export async function readFinishedMoves(folder: string): Promise<readonly FinishedMoves[]> {
  const finished = join(folder, FINISHED_FOLDER);
  if (!existsSync(finished)) return [];
  const names = (await readdir(finished)).filter((name) => name.endsWith('.json'));
  return await Promise.all(names.map(async (name) => finishedMoves(await readPlan(join(finished, name)))));
}

export async function forgetFinishedMoves(folder: string, id: string): Promise<void> {
  await rm(finishedPath(folder, id), { force: true });
}

function finishedMoves({ id, begun_at, reason, aside, author, backup }: PlannedMoves): FinishedMoves {
  return { id, begunAt: begun_at, reason, aside, author: author ?? null, backup: backup ?? null };
}

function finishedPath(folder: string, id: string): string {
  return join(folder, FINISHED_FOLDER, `${id}.json`);
}

async function applyMoves(folder: string, { id, aside, into_place: intoPlace }: PlannedMoves): Promise<void> {
  for (const move of aside) {
    const done = existsSync(join(folder, move.to)) || !existsSync(join(folder, move.from));
    if (!done) await moveOne(folder, move);
  }
  for (const move of intoPlace) if (existsSync(join(folder, move.from))) await moveOne(folder, move);
  await syncFolder(folder);
  await mkdir(join(folder, FINISHED_FOLDER), { recursive: true, mode: 0o700 });
  await rename(join(folder, PENDING_FILE), finishedPath(folder, id));
  await syncFolder(join(folder, FINISHED_FOLDER));
  await syncFolder(folder);
}

async function moveOne(folder: string, { from, to }: MovedFile): Promise<void> {
  const target = join(folder, to);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  if (existsSync(target)) {
    const message = `${target} has appeared during a restore or repair. Move it away, then run \`tipoff doctor --repair\`.`;
    throw new Problem({ code: 'place_taken', message });
  }
  await rename(join(folder, from), target);
  await syncFolder(dirname(target));
}
