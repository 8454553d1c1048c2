import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '#src/app.ts';
import { type CloudCounts, countedPorts } from './counted-ports.ts';
import type { Bench, Measure } from './measure.ts';
import { runSlate } from './run-slate.ts';

const PREPARE = new URL('prepare-league.ts', import.meta.url).pathname;
const GAME_DATE = '2026-02-05';
const SIZES = [150, 450];

/**
 * What Google would bill for one batch, counted at the ports. The embedded adapters answer, so the batch is short: the
 * documents that a run reads every second are nearly absent from the counts.
 */
export const bench: Bench = {
  name: 'cloud counts',
  async run() {
    const measures: Measure[] = [];
    for (const players of SIZES) measures.push(...(await countBatch(players)));
    return measures;
  },
};

async function countBatch(players: number): Promise<readonly Measure[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
  await promisify(execFile)(process.execPath, [PREPARE, dataFolder, GAME_DATE, String(players)]);
  const uncounted = createApp({ platform: 'embedded', dataFolder });
  const { ports, counts } = countedPorts(uncounted.app);
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, ports);
  try {
    const { expected_players } = await runSlate(app, GAME_DATE);
    return measuresOf(`a batch of ${expected_players} players`, counts);
  } finally {
    await close();
    await rm(dataFolder, { recursive: true });
  }
}

function measuresOf(what: string, counts: CloudCounts): readonly Measure[] {
  return [
    { name: `${what}: read in Firestore`, value: counts.reads, unit: 'documents' },
    { name: `${what}: written in Firestore`, value: counts.writes, unit: 'documents' },
    { name: `${what}: published to Pub/Sub`, value: counts.messages, unit: 'messages' },
    { name: `${what}: size of these messages`, value: counts.messageBytes, unit: 'bytes' },
    { name: `${what}: queries of BigQuery`, value: counts.queries, unit: 'jobs' },
    { name: `${what}: loads and changes in BigQuery`, value: counts.loads + counts.changes, unit: 'jobs' },
    { name: `${what}: loaded into BigQuery`, value: counts.loadedBytes, unit: 'bytes' },
  ];
}
