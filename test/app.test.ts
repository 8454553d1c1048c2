import { existsSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { Problem } from '#src/platform/problem.ts';

function notLoaded(): never {
  throw new Problem({ code: 'model_not_loaded', message: 'The model of models/catboost_v9.cbm was not loaded.' });
}

test('RT-39: an app without its models opens no warehouse and runs no batch', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { app, hold, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { models: notLoaded });

  await expect(hold()).rejects.toMatchObject({ code: 'model_not_loaded' });
  await expect(app.runner.run('2026_02_05')).rejects.toMatchObject({ code: 'model_not_loaded' });
  expect(existsSync(join(folder.path, 'warehouse.duckdb'))).toBe(false);
  await close();
});

test('the models are loaded once, at the first use', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path });

  expect(app.models()).not.toHaveLength(0);
  expect(app.models()).toBe(app.models());
  await close();
});
