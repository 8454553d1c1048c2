import { spawnSync } from 'node:child_process';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A Node whose zone database has no New York, as one built with little ICU data. */
const WITHOUT_NEW_YORK = `
const { DateTimeFormat } = Intl;
Intl.DateTimeFormat = function (locales, options) {
  if (options?.timeZone === 'America/New_York') throw new RangeError('Invalid time zone specified: America/New_York');
  return new DateTimeFormat(locales, options);
};
Object.assign(Intl.DateTimeFormat, { prototype: DateTimeFormat.prototype });`;

test.each([['deploy status'], ['up']])(
  'a Node without New York time refuses `tipoff %s` before it opens a store',
  async (command) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const preload = `data:text/javascript,${encodeURIComponent(WITHOUT_NEW_YORK)}`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', preload, 'src/main.ts', ...command.split(' ')],
      { env: { ...process.env, TIPOFF_DATA: folder.path }, encoding: 'utf8' },
    );
    expect(stderr).toMatch(/^This Node\.js has no time zone data for America\/New_York, so game dates would be wrong\. /);
    expect(status).toBe(1);
    expect(await readdir(folder.path)).toEqual([]);
  },
);
