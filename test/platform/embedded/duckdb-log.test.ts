import { describe, expect, it } from 'vitest';
import { readDuckdbLog } from '#src/platform/embedded/duckdb-log.ts';

const HEADER = Buffer.from([0x64, 0x00, 0x62, 0x65, 0x00, 0x02, 0xff, 0xff]);

function entry(content: string): Buffer {
  const head = Buffer.alloc(16, 7);
  head.writeBigUInt64LE(BigInt(content.length), 0);
  return Buffer.concat([head, Buffer.from(content)]);
}

const ENTRIES = [entry('d\0rst'), entry('d\0e second one'), entry('d\0ird')];
const LOG = Buffer.concat([HEADER, ...ENTRIES]);
const FIRST_END = 8 + 16 + 5;

describe('readDuckdbLog(log)', () => {
  it('follows whole entries to the end', () => {
    expect(readDuckdbLog(LOG)).toEqual({ header: 'known', wholeBytes: LOG.byteLength, after: 'nothing' });
  });

  it('finds an entry that was cut off', () => {
    const cut = LOG.subarray(0, -2);
    expect(readDuckdbLog(cut)).toEqual({ header: 'known', wholeBytes: LOG.byteLength - 21, after: 'incomplete entry' });
  });

  it('does not take a number inside a cut entry for the length of a whole one', () => {
    const values = Buffer.alloc(64);
    values.writeBigUInt64LE(32n, 16);
    const cut = Buffer.concat([HEADER, entry(`d\0${'x'.repeat(100)}`).subarray(0, 30), values]);
    expect(readDuckdbLog(cut)).toEqual({ header: 'known', wholeBytes: 8, after: 'incomplete entry' });
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('finds whole entries behind a wrong length (byte %i of it)', (byte) => {
    const damaged = Buffer.from(LOG);
    damaged.writeUInt8(damaged.readUInt8(FIRST_END + byte) ^ 0xff, FIRST_END + byte);
    expect(readDuckdbLog(damaged)).toEqual({ header: 'known', wholeBytes: FIRST_END, after: 'whole entries' });
  });

  it('knows nothing of a log with another header', () => {
    expect(readDuckdbLog(Buffer.from('no log'))).toEqual({ header: 'other', wholeBytes: 0, after: 'nothing' });
    expect(readDuckdbLog(Buffer.alloc(0))).toMatchObject({ header: 'other' });
  });
});
