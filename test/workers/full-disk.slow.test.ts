import { spawnSync } from 'node:child_process';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '#src/app.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { eventually } from '#test/eventually.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from '../operations/run-named.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';
import { importSmallLeague, LEAGUE_DATE } from './small-league.ts';

const FULL_FOR_MS = 8_000;

/** A small disk, which only root may mount. */
async function smallDisk(): Promise<string | undefined> {
  const disk = await mkdtemp(join(tmpdir(), 'tipoff-disk-'));
  onTestFinished(() => rm(disk, { recursive: true }));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', disk]).status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', ['-l', disk]));
  return disk;
}

/** Fills the disk to its last byte, and returns the function that frees it. */
function fill(disk: string): () => void {
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, '');
  for (const bytes of [1_000_000, 1_000, 1]) {
    try {
      for (;;) appendFileSync(ballast, Buffer.alloc(bytes));
    } catch {
      // The next, smaller pieces fill what is left.
    }
  }
  return () => rmSync(ballast);
}

it('a batch on a full disk fails no player, says why it waits, and ends when there is space', {
  timeout: 120_000,
}, async (context) => {
  const disk = await smallDisk();
  if (disk === undefined) return context.skip('needs root, to mount a small disk');
  const { app, close } = createApp(
    { platform: 'embedded', dataFolder: disk },
    { models: () => RULE_MODELS, log: silentLog },
  );
  await importSmallLeague(app);
  const opened = await openSlate(app, { gameDate: LEAGUE_DATE, auditContext: systemAuditContext(app.audit, 'test') });
  if (!('batchId' in opened)) throw new Error(opened.type);
  const { batchId } = opened;
  let free: (() => void) | undefined;
  const running = app.runner.run(batchId, {
    pacing: { spreadMs: 2_000 },
    onProgress: (completed) => {
      if (completed > 0) free ??= fill(disk);
    },
  });
  await eventually(() => expect(app.runner.waitsFor()).toContain('is full'));
  await pause(FULL_FOR_MS);
  const status = await runNamed(app, { name: 'batch status', given: { id: batchId }, actor: ANN, request: 'r1' });
  expect(status.message).toContain(`The batch waits: The disk with the store ${join(disk, 'tipoff.sqlite')} is full.`);
  expect(await app.store.query(playersOf(batchId), { where: [['status', '==', 'failed']] })).toEqual([]);
  free?.();

  expect(await running).toMatchObject({ state: 'done', result: 'complete' });
  const players = await app.store.query(playersOf(batchId), {});
  expect(players.length).toBeGreaterThan(90);
  expect(players.filter(({ data }) => data.status === 'failed')).toEqual([]);
  await close();
});
