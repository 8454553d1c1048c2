import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Ended, fingerprint, runTipoff, startTipoff } from './tipoff.ts';

const CASES = 'test/fixtures/prediction-systems.json';

let folder = '';
let prepared = '';
let firstStart: Ended;
let data = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tipoff-'));
  prepared = join(folder, 'prepared');
  firstStart = await begin(prepared, ['start']).ended;
});

beforeEach(async () => {
  data = await mkdtemp(join(folder, 'data-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('npm start on a bare machine', () => {
  test('creates a sample league, says so, predicts a slate and shows it', () => {
    expect(firstStart).toMatchObject({ code: 0, signal: null });
    expect(firstStart.out).toMatch(/^This is a made-up sample league/);
    expect(firstStart.out).toContain('The slate is ready.');
    expect(firstStart.out).toMatch(/\nplayer +projection +pick +probability +EV +line/);
    expect(firstStart.out).toContain('tipoff predict verify 2');
  });

  test('shows the same batch the second time, and the table matches it', async () => {
    const again = await tipoff(prepared, 'start', '--json');
    const { batch_id, game_date, rows } = JSON.parse(again.out).data;
    expect(firstStart.out).toContain(batch_id);
    const verified = JSON.parse((await tipoff(prepared, 'predict', 'verify', '--date', game_date, '--json')).out);
    expect(verified.data).toMatchObject({ verdict: 'agrees', total: rows, duplicates: 0 });
  });

  test('says on Ctrl-C what continues, and the next start completes it', async () => {
    const running = begin(data, ['start']);
    await running.said('Creating the sample league');
    running.kill('SIGINT');
    const { code, err, out } = await running.ended;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toContain('Interrupted. Nothing is lost');
    expect((await tipoff(data, 'start')).out).toContain('The slate is ready.');
  });
});

describe('bad input changes nothing', () => {
  const long = 'x'.repeat(10_000);

  test.each([
    [['btach', 'list'], 2, 'Did you mean batch?'],
    [['batch', 'strat'], 2, 'Did you mean start?'],
    [['batch', 'start', '--dte', 'today'], 2, 'Did you mean --date?'],
    [['batch', 'start', '--date', '2026-02-30'], 2, 'does not exist in the calendar'],
    [['batch', 'start', '--date', 'lastnight'], 2, '"lastnight" is not a valid date'],
    [['batch', 'start', '--date', ''], 2, 'date: is empty'],
    [['batch', 'start', '--date', long], 2, '10,000 characters'],
    [['batch', 'start', '--date', '2026\u0007'], 2, 'control characters'],
    [['batch', 'start', '--date', 'today', '--mode', 'FAST'], 2, 'write one of FIRST'],
    [
      ['batch', 'start', '--date', '1999-01-01'],
      1,
      'There are no games on 1999-01-01. The nearest dates with games are',
    ],
    [['batch', 'status', 'batch_x'], 1, 'The batch "batch_x" does not exist. The newest batches are batch_'],
    [['batch', 'rerun-missing', 'batch_x'], 1, 'The batch "batch_x" does not exist.'],
    [['predict', 'player', 'Zzyzx Qwrtp'], 1, 'No player named "Zzyzx Qwrtp" in the imported data'],
    [['predict', 'player', '\u001b[2J'], 2, 'control characters'],
    [['predict', 'rerun', 'Zzyzx Qwrtp'], 1, 'No player named "Zzyzx Qwrtp"'],
    [['import', 'no/such/folder'], 1, 'cannot be read: it does not exist. Name a folder with CSV files'],
    [['import', 'docs-that-are-not'], 1, 'cannot be read: it does not exist. Name a folder with CSV files'],
    [['models', 'run', 'package.json'], 1, 'does not contain the list "cases"'],
  ])('%j', async (argv, code, sentence) => {
    const before = await fingerprint(prepared);
    const ended = await tipoff(prepared, ...argv);
    expect(ended).toMatchObject({ code, signal: null, out: '' });
    expect(ended.err).toContain(sentence);
    expect(ended.err).not.toMatch(/\n\s+at /);
    expect(await fingerprint(prepared)).toEqual(before);
  });

  test('a noun without a verb only reads', async () => {
    expect(await tipoff(prepared, 'batch')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Usage: tipoff batch/),
    });
  });
});

describe('several processes on one data folder', () => {
  test('commands that run concurrently all get an answer', async () => {
    const ended = await Promise.all(Array.from({ length: 4 }, () => tipoff(prepared, 'batch', 'list', '--json')));
    expect(ended.map(({ code, err }) => ({ code, err }))).toEqual(Array(4).fill({ code: 0, err: '' }));
    expect(new Set(ended.map(({ out }) => out)).size).toBe(1);
  });

  test('commands use the process that serves the folder, which ends cleanly on a signal', async () => {
    const server = begin(prepared, ['serve']);
    await server.said('Serving');
    const answered = await tipoff(prepared, 'predict', 'player', 'Zzyzx Qwrtp');
    expect(answered).toMatchObject({ code: 1, err: expect.stringContaining('No player named') });
    expect(await tipoff(prepared, 'serve')).toMatchObject({
      code: 1,
      err: expect.stringContaining('already serves this data'),
    });
    server.kill('SIGTERM');
    server.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, signal: null, err: '' });
    expect(await readdir(prepared)).not.toContain('server.json');
  });

  test('`open` and a second `up` print the address of the running channel, which stays the same', async () => {
    expect(await tipoff(data, 'open', '--print')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^No process serves .*`tipoff up`/),
    });
    const first = begin(data, ['serve']);
    await first.said('Serving');
    const opened = await tipoff(data, 'open', '--print');
    expect(opened).toMatchObject({ code: 0, out: expect.stringMatching(/^http:\S+\n$/), err: '' });
    const address = opened.out.trim();
    expect(await tipoff(data, 'up')).toMatchObject({ code: 0, out: expect.stringContaining(address) });
    first.kill('SIGTERM');
    expect((await first.ended).out).toContain(address);
    const second = begin(data, ['serve']);
    await second.said('Serving');
    second.kill('SIGTERM');
    expect((await second.ended).out).toContain(address);
  });

  test('a server whose channel cannot be opened does not claim to be serving', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : address);
    const refused = await runTipoff({ ...process.env, TIPOFF_DATA: data, SLACK_PORT: port }, ['serve']);
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(
        `listen on port ${port} of 127.0.0.1. Another program may be using the port. Stop that program, or choose another port. SLACK_PORT`,
      ),
    });
  });

  test('a killed server is not waited for', async () => {
    await cp(prepared, data, { recursive: true });
    const server = begin(data, ['serve']);
    await server.said('Serving');
    const { pid } = JSON.parse(await readFile(join(data, 'server.json'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await server.ended;
    expect(await tipoff(data, 'batch', 'list')).toMatchObject({ code: 0, out: expect.stringContaining('batch_') });
  });

  test('a started batch continues after the answer', async () => {
    await cp(prepared, data, { recursive: true });
    const started = await tipoff(data, 'batch', 'start', '--date', await gameDate(), '--json');
    const { code, data: batch } = JSON.parse(started.out);
    expect({ code, exit: started.code }).toEqual({ code: 'started', exit: 0 });
    expect(JSON.parse((await tipoff(data, 'batch', 'status', batch.batch_id, '--json')).out)).toMatchObject({
      data: { state: 'done' },
    });
  });
});

describe('a problem with the data folder is one sentence', () => {
  test.each([
    ['warehouse.duckdb', 'is damaged'],
    ['tipoff.sqlite', 'is damaged'],
  ])('an invalid %s', async (file, sentence) => {
    await cp(prepared, data, { recursive: true });
    await writeFile(join(data, file), 'rubbish'.repeat(1_000));
    const { code, out, err } = await tipoff(data, 'batch', 'list');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(await readFile(join(data, file), 'utf8')).toBe('rubbish'.repeat(1_000));
  });

  test('a folder that cannot be created', async () => {
    const { code, err } = await tipoff('/proc/tipoff', 'batch', 'list');
    expect(code).toBe(1);
    expect(err).toBe('The data folder /proc/tipoff cannot be created there. Point TIPOFF_DATA at another folder.\n');
  });

  test('an invalid variable', async () => {
    const { code, err } = await startTipoff({ ...process.env, TIPOFF_DATA: data, PLATFORM: 'aws' }, ['batch', 'list'])
      .ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: 'The environment variable PLATFORM is "aws": it must be embedded (the default) or gcp.\n',
    });
  });
});

describe('the output', () => {
  test('of the models contains exactly the cases, and creates no store', async () => {
    const { out, code } = await tipoff(join(data, 'none'), 'models', 'run', CASES, '--json');
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(out))).toEqual(['cases']);
    expect(await readdir(data)).toEqual([]);
  });

  test('to a reader that stops reading ends without an error', async () => {
    const running = begin(prepared, ['start', '--json']);
    running.stopReading();
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
  });
});

async function gameDate(): Promise<string> {
  return JSON.parse((await tipoff(prepared, 'batch', 'status', '--json')).out).data.game_date;
}

function begin(dataFolder: string, argv: readonly string[]) {
  return startTipoff({ ...process.env, TIPOFF_DATA: dataFolder }, argv);
}

function tipoff(dataFolder: string, ...argv: string[]): Promise<Ended> {
  return runTipoff({ ...process.env, TIPOFF_DATA: dataFolder }, argv);
}
