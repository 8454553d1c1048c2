import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import type { Table } from '#src/platform/warehouse.ts';

const ROUNDS = 12;
const ROWS = 20_000;

const STAGED: Table = {
  name: 'crash.staged',
  key: ['n'],
  columns: [
    { name: 'n', type: 'INT64', mode: 'required' },
    { name: 'round', type: 'INT64', mode: 'required' },
  ],
};
const KEPT: Table = { ...STAGED, name: 'crash.kept' };
const MIGRATIONS = [{ id: '0001-crash', tables: [STAGED, KEPT] }];
const STATEMENTS: Readonly<Record<string, string>> = {
  keep: 'INSERT INTO crash.kept (n, round) SELECT n, round FROM crash.staged WHERE round = @round',
  staged: 'SELECT round, COUNT(*) AS n FROM crash.staged GROUP BY round',
  kept: 'SELECT round, COUNT(*) AS n FROM crash.kept GROUP BY round ORDER BY round NULLS FIRST',
};
const Count = z.object({ round: z.number(), n: z.number() });

/** Loads and executes in rounds, reports each round on stdout, and never ends on its own. */
const CHILD = `
const [warehousePath, path, from] = process.argv.slice(1);
const { duckdbWarehouse } = await import(warehousePath);
const w = duckdbWarehouse({ path, statements: (name) => (${JSON.stringify(STATEMENTS)})[name], migrations: ${JSON.stringify(MIGRATIONS)} });
await w.job('open');
process.stdout.write('ready\\n');
for (let round = Number(from); ; round++) {
  const lines = Array.from({ length: ${ROWS} }, (_, n) => JSON.stringify({ n, round }));
  await w.load(${JSON.stringify(STAGED)}, lines, 'load-' + round);
  await w.execute({ sql: 'keep', parameters: { round: { type: 'INT64', value: round } } }, 'keep-' + round);
  process.stdout.write('done ' + round + '\\n');
}`;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tipoff-crash-'));
  path = join(folder, 'warehouse.duckdb');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(file = path) {
  return duckdbWarehouse({ path: file, statements: (name) => STATEMENTS[name] ?? name, migrations: MIGRATIONS });
}

function startChild(from: number) {
  const script = new URL('../../../src/platform/embedded/duckdb-warehouse.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, script, path, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  return { child, lastDone: () => Number(/done (\d+)\n$/.exec(output)?.[1] ?? from - 1) };
}

/** Kills the child after some milliseconds, or when it has finished a round, which can take long on a busy machine. */
async function killAfter(moment: number | 'a-round', from: number) {
  const { child, lastDone } = startChild(from);
  await once(child.stdout, 'data');
  const exited = once(child, 'exit');
  if (moment === 'a-round') {
    while (lastDone() < from) await once(child.stdout, 'data');
    child.kill('SIGKILL');
  } else setTimeout(() => child.kill('SIGKILL'), moment);
  await exited;
  return lastDone();
}

async function killed(kill: number, from: number) {
  const lastDone = await killAfter(kill === ROUNDS - 1 ? 'a-round' : kill * 37, from);
  const warehouse = open();
  const kept = new Map((await warehouse.query({ sql: 'kept' }, Count)).map(({ round, n }) => [round, n]));
  const staged = await warehouse.query({ sql: 'staged' }, Count);
  const jobs = await Promise.all(
    [lastDone, lastDone + 1, lastDone + 2].map(async (round) => ({
      round,
      load: (await warehouse.job(`load-${round}`)).state,
      keep: (await warehouse.job(`keep-${round}`)).state,
    })),
  );
  await warehouse.close();
  return { lastDone, kept, staged, jobs };
}

test('after kill -9 at any moment of a load or an execute, job states and tables agree', async () => {
  let from = 1;
  for (let kill = 0; kill < ROUNDS; kill++) {
    const { lastDone, kept, staged, jobs } = await killed(kill, from);
    for (const { round, keep } of jobs) {
      const isKnown = round >= 1;
      expect([round, kept.get(round) ?? 0]).toEqual([round, isKnown && keep === 'succeeded' ? ROWS : 0]);
    }
    const newestLoad = Math.max(0, ...jobs.filter(({ load }) => load === 'succeeded').map(({ round }) => round));
    expect(staged).toEqual(newestLoad === 0 ? [] : [{ round: newestLoad, n: ROWS }]);
    expect([...kept.keys()]).toEqual(Array.from({ length: kept.size }, (_, index) => index + 1));
    expect(kept.size).toBeGreaterThanOrEqual(lastDone);
    expect((await readdir(folder)).sort()).toEqual(['warehouse.duckdb']);
    from = kept.size + 1;
  }
  expect(from).toBeGreaterThan(1);
});

test('the error for a file held by another process names the file and the process', async () => {
  const { child } = startChild(1);
  await once(child.stdout, 'data');
  const second = open();
  await expect(second.job('any')).rejects.toMatchObject({
    name: 'Problem',
    code: 'warehouse_held',
    message: `The warehouse ${path} is open in another process (PID ${child.pid}). Stop that process, or run this command through it.`,
  });
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  expect(await second.job('any')).toEqual({ state: 'absent' });
  await second.close();
});

test('unfinished pages do not hold the file after close', async () => {
  const warehouse = open();
  await warehouse.load(
    STAGED,
    Array.from({ length: ROWS }, (_, n) => JSON.stringify({ n, round: 1 })),
    'load-1',
  );
  const pages = warehouse.pages({ sql: 'SELECT n FROM crash.staged' }, z.unknown())[Symbol.asyncIterator]();
  await pages.next();
  await warehouse.close();
  const { child } = startChild(2);
  const [text] = await once(child.stdout, 'data');
  expect(String(text)).toContain('ready');
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
});

/** A separate file system, which only root may mount. */
async function mounted(options: string): Promise<string | undefined> {
  const point = join(folder, 'mount');
  await mkdir(point);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', point]).status === 0 ? point : undefined;
}

test('a load on a full disk reports it and changes nothing', async (context) => {
  const point = await mounted('size=4m');
  if (point === undefined) return context.skip('needs root, to mount a small disk');
  try {
    const warehouse = open(join(point, 'warehouse.duckdb'));
    await warehouse.load(STAGED, ['{"n":1,"round":1}'], 'small');
    const big = Array.from({ length: 400_000 }, (_, n) => JSON.stringify({ n, round: 2 }));
    await expect(warehouse.load(STAGED, big, 'big')).rejects.toMatchObject({ name: 'DiskFull' });
    expect((await warehouse.job('big')).state).not.toBe('succeeded');
    expect(await warehouse.query({ sql: 'staged' }, Count)).toEqual([{ round: 1, n: 1 }]);
    await warehouse.load(STAGED, ['{"n":1,"round":3}'], 'smaller');
    await warehouse.close();
    expect(await readdir(point)).toEqual(['warehouse.duckdb']);
  } finally {
    spawnSync('umount', [point]);
  }
});

test('the error for a read-only folder names the folder', async (context) => {
  const point = await mounted('ro,size=1m');
  if (point === undefined) return context.skip('needs root, to mount a read-only disk');
  try {
    const warehouse = open(join(point, 'warehouse.duckdb'));
    await expect(warehouse.job('any')).rejects.toMatchObject({
      name: 'Problem',
      code: 'folder_read_only',
      message: expect.stringContaining(point),
    });
    await warehouse.close();
  } finally {
    spawnSync('umount', [point]);
  }
});
