import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Problem } from '../problem.ts';
import { syncFile, syncFolder } from './sync-file.ts';

/** The plan of the moves, in the data folder. */
export const PENDING_FILE = 'pending-moves.json';

const Move = z.object({ from: z.string(), to: z.string() });
const Moves = z.object({
  reason: z.enum(['restore', 'repair']),
  /** What leaves its place, then what takes a place. Relative to the data folder. */
  aside: z.array(Move),
  into_place: z.array(Move),
});
/** Renames in the data folder that belong together. */
export type Moves = z.infer<typeof Moves>;

/**
 * Does all the renames or none that lasts: the plan is on the disk before the first one, no store opens while it is there, and
 * `finishPendingMoves` continues after a kill. `mayBegin` is called when no store can open any more; where it throws nothing is moved.
 */
export async function moveTogether(folder: string, moves: Moves, mayBegin: () => Promise<void>): Promise<void> {
  const plan = join(folder, PENDING_FILE);
  await writeFile(`${plan}.new`, JSON.stringify(moves, null, 2), { mode: 0o600 });
  await syncFile(`${plan}.new`);
  await rename(`${plan}.new`, plan);
  await syncFolder(folder);
  try {
    await mayBegin();
  } catch (error) {
    await rm(plan);
    throw error;
  }
  await applyMoves(folder, moves);
}

/** Finishes what an interrupted restore or repair began. Resolves to what that was, undefined when nothing was pending. */
export async function finishPendingMoves(folder: string): Promise<Moves | undefined> {
  const moves = await readPendingMoves(folder);
  if (moves !== undefined) await applyMoves(folder, moves);
  return moves;
}

/** Undefined when nothing is pending. Throws a `Problem` when the plan cannot be read. */
export async function readPendingMoves(folder: string): Promise<Moves | undefined> {
  const path = join(folder, PENDING_FILE);
  if (!existsSync(path)) return;
  try {
    return Moves.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): Problem {
  const message = `${path} cannot be read. It lists the files of an interrupted restore or repair. Move it away, then run \`tipoff doctor\`.`;
  return new Problem({ code: 'moves_unreadable', message, cause });
}

/** Throws a `Problem` while a restore or repair of this folder is unfinished. A store that opened then would be empty. */
export function refusePendingMoves(folder: string): void {
  if (!existsSync(join(folder, PENDING_FILE))) return;
  throw new Problem({
    code: 'moves_pending',
    message: `A restore or repair of ${folder} is running or was interrupted. When no other \`tipoff\` command is running, \`tipoff doctor --repair\` finishes it.`,
  });
}

async function applyMoves(folder: string, { aside, into_place: intoPlace }: Moves): Promise<void> {
  for (const move of aside) {
    const done = existsSync(join(folder, move.to)) || !existsSync(join(folder, move.from));
    if (!done) await moveOne(folder, move);
  }
  for (const move of intoPlace) if (existsSync(join(folder, move.from))) await moveOne(folder, move);
  await syncFolder(folder);
  await rm(join(folder, PENDING_FILE));
  await syncFolder(folder);
}

async function moveOne(folder: string, { from, to }: z.infer<typeof Move>): Promise<void> {
  const target = join(folder, to);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  if (existsSync(target)) {
    const message = `${target} has appeared during a restore or repair. Move it away, then run \`tipoff doctor --repair\`.`;
    throw new Problem({ code: 'place_taken', message });
  }
  await rename(join(folder, from), target);
  await syncFolder(dirname(target));
}
