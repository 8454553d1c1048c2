import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { copyOf, leagueFolder, readEnd, removeFolder, runChild, type SlateEnd } from './killed-slate.ts';
import { LEAGUE_DATE } from './small-league.ts';

const BACKUPS = 3;

let league: string;
let undisturbed: SlateEnd;
beforeAll(async () => {
  league = await leagueFolder();
  const folder = await copyOf(league);
  await runChild(folder);
  undisturbed = await readEnd(folder);
  await removeFolder(folder);
});
afterAll(() => removeFolder(league));

it('a backup taken while a batch runs continues, after a restore, to the table of an undisturbed run', async () => {
  const folder = await copyOf(league);
  const shelf = await mkdtemp(join(tmpdir(), 'tipoff-shelf-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder }, { models: () => RULE_MODELS });
  const opened = await openSlate(app, {
    gameDate: LEAGUE_DATE,
    auditContext: systemAuditContext(app.audit, 'test'),
  });
  if (!('batchId' in opened)) throw new Error(opened.type);
  const running = app.runner.run(opened.batchId);
  for (let n = 0; n < BACKUPS; n += 1) await app.storeFiles.backup(join(shelf, String(n)), () => undefined);
  await running;
  await close();

  for (let n = 0; n < BACKUPS; n += 1) {
    const restored = createApp({ platform: 'embedded', dataFolder: folder });
    await restored.app.storeFiles.restore(join(shelf, String(n)), () => undefined);
    await restored.close();
    await runChild(folder);
    const { rows, duplicates, batches } = await readEnd(folder);
    expect(rows).toEqual(undisturbed.rows);
    expect(duplicates).toBe(0);
    expect(batches.every(({ state }) => state === 'done')).toBe(true);
  }
  await removeFolder(folder);
  await rm(shelf, { recursive: true });
});
