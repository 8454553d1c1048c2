import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../src/command/command-line.ts';

describe('the command line', () => {
  test('has a default for everything', () => {
    expect(readCommandLine([])).toEqual({
      manifestPath: 'manifest.yml',
      port: undefined,
      folder: undefined,
      seed: {
        workspace: 'Local Slack',
        channels: ['general'],
        users: [
          { name: 'ann', real_name: 'Ann Archer', is_admin: true },
          { name: 'ben', real_name: 'Ben Okafor', is_admin: false },
        ],
      },
      requestUrl: undefined,
      envFile: undefined,
      faults: [],
    });
  });

  test('takes several channels, users and faults', () => {
    const words = ['--channel', '#dev', '--channel', 'ops', '--user', 'cleo', '--fault', 'outage', '--port', '8080'];
    expect(readCommandLine(words)).toMatchObject({
      port: 8080,
      seed: { channels: ['dev', 'ops'], users: [{ name: 'cleo', real_name: 'cleo', is_admin: true }] },
      faults: ['outage'],
    });
  });

  test('--help asks for the help', () => expect(readCommandLine(['--help'])).toBe('help'));

  test.each([
    [['--port', 'abc'], '--port is "abc". Use a number from 1 to 65535.'],
    [['--port', '0'], '--port is "0". Use a number from 1 to 65535.'],
    [['--channel', 'Big News'], '--channel is "Big News".'],
    [['--user', 'Ann Archer'], '--user is "Ann Archer".'],
    [['--workspace', ' '], '--workspace is empty.'],
    [['--request-url', 'localhost:3000'], '--request-url is "localhost:3000".'],
    [['--colour', 'red'], "Unknown option '--colour'. Run `local-slack --help`"],
  ])('%j is rejected with the option and its value', (words, message) => {
    expect(() => readCommandLine(words)).toThrow(message);
  });
});
