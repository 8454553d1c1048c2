import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { readSqliteLog } from '#src/platform/embedded/sqlite-log.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const COMMITS = 8;

/** The log of a file with `COMMITS` commits after a checkpoint. Frames of an older log follow. */
async function logOf(): Promise<Buffer> {
  const path = join(await temporaryFolder(), 'log.sqlite');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT)');
  const write = (times: number) => {
    for (let n = 0; n < times; n += 1) database.prepare('INSERT INTO notes VALUES (?)').run('x'.repeat(3_000));
  };
  write(COMMITS * 3);
  database.exec('PRAGMA wal_checkpoint(RESTART)');
  write(COMMITS);
  const log = readFileSync(`${path}-wal`);
  database.close();
  return log;
}

describe('readSqliteLog(log)', () => {
  it('counts the commits, and not the frames of an older log behind them', async () => {
    const log = await logOf();
    const read = readSqliteLog(log);
    expect(read).toMatchObject({ commits: COMMITS, unreadableCommits: 0, header: 'readable' });
    expect(read.readableBytes).toBeLessThan(log.byteLength);
  });

  it('counts the commits behind a damaged frame', async () => {
    const log = await logOf();
    const { readableBytes } = readSqliteLog(log);
    const middle = Math.floor(readableBytes / 2);
    log.writeUInt8(log.readUInt8(middle) ^ 1, middle);
    const { commits, unreadableCommits } = readSqliteLog(log);
    expect(commits).toBeGreaterThan(0);
    expect(unreadableCommits).toBeGreaterThan(0);
    expect(commits + unreadableCommits).toBeGreaterThanOrEqual(COMMITS - 1);
  });

  it('takes a log that was cut off for a log that ends there', async () => {
    const log = await logOf();
    const cut = log.subarray(0, readSqliteLog(log).readableBytes - 100);
    expect(readSqliteLog(cut)).toMatchObject({ commits: COMMITS - 1, unreadableCommits: 0 });
  });

  it.each([0, 9, 17, 25])('finds a header that is damaged at byte %i', async (at) => {
    const log = await logOf();
    log.writeUInt8(log.readUInt8(at) ^ 0xff, at);
    expect(readSqliteLog(log)).toMatchObject({ header: 'damaged', commits: 0 });
  });

  it('finds the header of an empty log damaged', () => {
    expect(readSqliteLog(Buffer.alloc(0))).toMatchObject({ header: 'damaged', readableBytes: 0 });
  });
});
