import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';

const UNPACKED_BYTES = 300_000_000;
const MAX_MEMORY_BYTES = 200_000_000;
const MAX_CPU_MS = 20_000;

/** A separate process, so that the test can measure its memory. */
const CHILD = `
const { importFolder } = await import(process.argv[1]);
const [source] = await importFolder(process.argv[2]);
let peak = 0;
setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()); }, 5).unref();
const message = await (async () => { for await (const _ of source.records()) ; return 'accepted'; })().catch((error) => error.message);
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ message, peak, cpuMs: (user + system) / 1_000 }));
`;

test.for([
  ['empty lines', '\n'],
  ['rows', 'a,b,c\n'],
  ['one endless record', '"'],
  ['zeros', '\0'],
])('a gzip file of 0.3 MB that unpacks to 300 MB of %s is refused within 200 MB of memory', async ([, text = '']) => {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-bomb-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'games.csv.gz');
  const packed = gzipSync(Buffer.alloc(UNPACKED_BYTES, text));
  expect(packed.length).toBeLessThan(1_000_000);
  await writeFile(path, packed);
  const script = new URL('../../../src/platform/embedded/import-folder.ts', import.meta.url).href;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', CHILD, script, path]);
  const { message, peak, cpuMs } = JSON.parse(String(stdout));
  expect(message).toMatch(
    /^games\.csv\.gz has [\d,]+ bytes and unpacks to more than [\d,]+\. Nothing of it was imported/,
  );
  expect(peak).toBeLessThan(MAX_MEMORY_BYTES);
  expect(cpuMs).toBeLessThan(MAX_CPU_MS);
});
