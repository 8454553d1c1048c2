import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createApp } from '#src/app.ts';
import { type BatchReport, listBatchReports } from '#src/pipeline/batch/batch-report.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { PlayerInput } from '#src/pipeline/player/player-input.ts';
import { readSlate, type SlateRow } from '#src/pipeline/results/read-slate.ts';
import { verifyPredictions } from '#src/pipeline/results/verify-predictions.ts';
import { LEAGUE_DATE, smallLeagueFile } from './small-league.ts';

const CHILD = fileURLToPath(new URL('slate-child.ts', import.meta.url));

export interface SlateEnd {
  /** The rows of the table, without the ids that differ from run to run. */
  readonly rows: readonly string[];
  readonly duplicates: number;
  readonly batches: readonly BatchReport[];
}

/** A data folder with the small league, which each run copies. */
export async function leagueFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-league-'));
  await smallLeagueFile(folder);
  return folder;
}

export async function copyOf(folder: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'tipoff-killed-'));
  await cp(folder, copy, { recursive: true });
  return copy;
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export interface ChildOptions {
  readonly killAfterMs?: number;
  readonly deadlyPoints?: string;
  readonly spreadMs?: number;
  /** The clock of the child stands still at this time. Without it, the child uses the real time. */
  readonly now?: Date;
}

/** Runs the child to its end, or kills it `killAfterMs` after its start. Resolves to how it ended, and after how long. */
export async function runChild(
  folder: string,
  { killAfterMs, ...options }: ChildOptions = {},
): Promise<{ end: 'done' | 'killed'; ms: number }> {
  const child = spawn(process.execPath, [CHILD, folder, ...childArguments(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const exited = once(child, 'exit');
  const lines: string[] = [];
  let begunAt = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line !== 'begin') continue;
    begunAt = performance.now();
    if (killAfterMs !== undefined) void pause(killAfterMs).then(() => child.kill('SIGKILL'));
  }
  const [code, signal] = await exited;
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the child ended with ${code}: ${errors.join('')}`);
  return { end: lines.includes('done') ? 'done' : 'killed', ms: performance.now() - begunAt };
}

function childArguments({ deadlyPoints = '', spreadMs, now }: ChildOptions): readonly string[] {
  return [deadlyPoints, spreadMs?.toString() ?? '', now?.toISOString() ?? ''];
}

/** The contents of the stores of a folder that no process holds. */
export async function readEnd(folder: string): Promise<SlateEnd> {
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder });
  const slate = await readSlate(app.warehouse, { gameDate: LEAGUE_DATE, headlineModel: 'catboost_v9' });
  const { duplicates } = await verifyPredictions(app, LEAGUE_DATE, undefined);
  const batches = await listBatchReports(app.store, 10);
  await close();
  return { rows: slate.map(comparable), duplicates, batches };
}

/** A season average that only one predicted player has, so that a model can recognise him by it. */
export async function meanOfOnePlayer(folder: string): Promise<string> {
  const [mean] = await meansOfPlayers(folder);
  if (mean === undefined) throw new Error('every season mean of the league is shared');
  return mean;
}

/** The season averages that only one predicted player has. A model recognises a player by them. */
export async function meansOfPlayers(folder: string): Promise<readonly string[]> {
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder });
  const [batch] = await listBatchReports(app.store, 1);
  const players = await app.store.query(playersOf(batch?.batch_id ?? ''), { texts: ['input'] });
  await close();
  const means = players.flatMap(({ data }) => {
    const input = data.input === null ? undefined : PlayerInput.parse(JSON.parse(data.input));
    return input === undefined ? [] : [String(input.features['points_avg_season'])];
  });
  return means.filter((mean, index) => {
    const isShared = means.filter((other) => other === mean).length > 1;
    return players[index]?.data.status === 'predicted' && !isShared;
  });
}

function comparable({ batch_id: _batch, generation: _generation, ...row }: SlateRow): string {
  return JSON.stringify(row);
}
