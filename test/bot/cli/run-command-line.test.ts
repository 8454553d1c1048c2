import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import { WHOLE } from '#src/bot/cli/render/terminal-page.ts';
import { runCommandLine } from '#src/bot/cli/run-command-line.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { FAKE_OPERATIONS } from '../fake-operations.ts';

const DATE = ['--date', '2026-02-05'];

describe('the command line', () => {
  test('hands the typed fields to the operation and prints sentence, data and next step', async () => {
    const shown = await run('slate', 'show', 'Ann Lee', ...DATE, '--dry-run');
    expect(shown).toMatchObject({ code: 0, err: 'looking\n' });
    expect(shown.out).toBe('Here it is.\n\nplayer   Ann Lee\ndate     2026-02-05\ndry run  yes\nby       ann\n');
  });

  test('takes by its name too what stands without a flag', async () => {
    const { out } = await run('slate', 'show', '--player', 'Ann Lee', ...DATE);
    expect(out).toContain('player   Ann Lee\n');
    expect((await run('slate', 'show', '--player', 'Ann', 'Lee', ...DATE)).out).toContain('player   Ann Lee\n');
  });

  test('takes a name of several words without quotes, and the marks that a phone writes', async () => {
    const shown = 'player   Ann Lee\ndate     2026-02-05\n';
    expect((await run('slate', 'show', 'Ann', 'Lee', ...DATE)).out).toContain(shown);
    expect((await run('slate', 'show', 'Ann', 'Lee', '—date', '2026-02-05')).out).toContain(shown);
    expect((await run('slate', 'show', '“Ann', 'Lee”', '–date=2026–02–05')).out).toContain('player   Ann Lee\n');
    expect((await run('slate', 'show', 'Ann', 'Lee', '-date', '2026-02-05')).out).toContain(shown);
  });

  test('prints JSON with each field once: the payload is under data', async () => {
    const { out, code } = await run('slate', 'show', ...DATE, '--json');
    expect(JSON.parse(out)).toEqual({
      decision: 'done',
      code: 'ok',
      message: 'Here it is.',
      data: { date: '2026-02-05', dry_run: false, by: 'ann' },
      next: [],
    });
    expect(code).toBe(0);
  });

  test('shows a list as a table, and the next step as a command', async () => {
    const { out } = await run('slate', 'end', 'done');
    expect(out).toBe(
      'Ended.\n\nname  points\nAnn        3\n\nNext:\n  tipoff slate show "Ann Lee" --date today\n      See it.\n',
    );
  });

  test.each([
    ['done', 0],
    ['refused', 1],
    ['pending', 4],
  ])('an outcome that is %s ends with %i', async (way, code) => {
    expect((await run('slate', 'end', way)).code).toBe(code);
  });

  test('an outcome with a source that could not be read ends with 3', () => {
    expect(exitCodeOfOutcome({ decision: 'done', code: 'sources_unknown' })).toBe(3);
  });

  test('an outcome that left out rows of a file ends with 5', () => {
    expect(exitCodeOfOutcome({ decision: 'done', code: 'rows_rejected' })).toBe(5);
  });

  test.each([
    ['problem', 1, 'The slate is closed.\n'],
    ['unavailable', 3, 'The store cannot be reached. Try again in a moment.\n'],
    ['defect', 70, 'Tipoff has a defect: x is not a function; details in the log\n'],
  ])('a %s ends with %i and one sentence', async (way, code, err) => {
    expect(await run('slate', 'end', way)).toEqual({ code, out: '', err });
  });

  test('a failure is JSON too when JSON is asked for, and says nothing of the stack', async () => {
    const { out, err, code } = await run('slate', 'end', 'defect', '--json');
    expect(JSON.parse(out)).toEqual({
      decision: 'refused',
      code: 'defect',
      message: 'Tipoff has a defect: x is not a function; details in the log',
      data: null,
      next: [],
    });
    expect({ err, code }).toEqual({ err: '', code: 70 });
  });

  test('an interruption says what continues', async () => {
    const interrupted = new AbortController();
    const hanging = runWith({ interrupted: interrupted.signal, run: () => new Promise(() => undefined) }, [
      'slate',
      'end',
      'done',
    ]);
    interrupted.abort();
    expect(await hanging).toEqual({ code: 130, out: '', err: 'Interrupted. The slate continues.\n' });
  });
});

describe('with --watch', () => {
  const watched = FAKE_OPERATIONS.map((each) => (each.name === 'slate end' ? { ...each, watchEveryMs: 1 } : each));

  test('an answer is repeated until Ctrl-C, also while the store is away for a moment', async () => {
    const interrupted = new AbortController();
    const answers = ['done', 'unavailable', 'done'];
    const { out, err, code } = await runWith(
      {
        operations: watched,
        interrupted: interrupted.signal,
        run: async () => {
          const answer = answers.shift();
          if (answers.length === 0) setImmediate(() => interrupted.abort());
          if (answer === 'unavailable') throw new Unavailable('The store', new Error('down'));
          return { decision: 'done', code: 'ok', message: 'Ended.', data: null, next: [] };
        },
      },
      ['slate', 'end', 'done', '--watch'],
    );
    expect(out.match(/^Ended\.$/gm)).toHaveLength(2);
    expect(err).toBe('The store cannot be reached. Try again in a moment.\n');
    expect(code).toBe(0);
  });

  test('a defect ends the watch', async () => {
    const { code } = await runWith({ operations: watched }, ['slate', 'end', 'defect', '--watch']);
    expect(code).toBe(70);
  });

  test('is an option of the operations that can be watched, and of no other', async () => {
    expect((await runWith({ operations: watched }, ['slate', 'end', '--help'])).out).toContain('--watch');
    expect((await run('slate', 'show', ...DATE, '--watch')).err).toContain('Unknown option "--watch"');
  });
});

describe('help', () => {
  test.each([
    [[]],
    [['--help']],
    [['help']],
    [['slate']],
    [['slate', '--help']],
    [['slate', 'show', '--help']],
    [['help', 'slate']],
  ])('of %j is shown and nothing is done', async (argv) => {
    const { out, code, err } = await run(...argv);
    expect(out).toMatch(/^Usage: tipoff/);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('of an operation names its fields and which of them must be there', async () => {
    for (const argv of [
      ['slate', 'show', '--help'],
      ['help', 'slate', 'show'],
    ]) {
      const { out } = await run(...argv);
      expect(out).toContain('Usage: tipoff slate show [player] --date <date> [options]');
      expect(out).toContain('change nothing');
    }
  });

  test('of a noun shows what each of its commands needs', async () => {
    expect((await run('slate')).out).toMatch(/^ {2}show \[player\] --date <date> +Show a slate\.$/m);
  });

  test('documents the exit codes', async () => {
    expect((await run('--help')).out).toContain('4    pending');
  });

  test('as JSON lists the operations', async () => {
    const { data } = JSON.parse((await run('--json')).out);
    expect(data.commands).toContainEqual({ name: 'slate show', summary: 'Show a slate.', effect: 'read' });
  });
});

describe('bad input is refused in a sentence, and nothing is run', () => {
  const long = 'x'.repeat(10_000);

  test.each([
    [['slat'], 'Unknown command "slat". Did you mean slate? Nothing was done.'],
    [['slate', 'sow'], 'Unknown command "sow". Did you mean show? Nothing was done.'],
    [['zzzzz'], 'Unknown command "zzzzz". `tipoff help` lists the commands. Nothing was done.'],
    [['slate', 'show', '--dat', 'x'], 'Unknown option "--dat". Did you mean --date? Nothing was done.'],
    [
      ['slate', 'show', '--date'],
      'Option "--date <date>" argument missing. Write a value after the option. Nothing was done.',
    ],
    [['slate', 'show', 'a', '2026-02-05'], 'date: is missing; write it as YYYY-MM-DD, yesterday, today or tomorrow'],
    [['slate', 'show', 'a', '2026-02-05'], 'Write `tipoff slate show a --date 2026-02-05`.'],
    [['slate', 'request', 'x'], 'Write it as `tipoff slate request [options]`. Nothing was done.'],
    [['slate', 'show'], /^date: is missing; write it as YYYY-MM-DD.* Write `tipoff slate show --date "…"`\.$/m],
    [['slate', 'show', 'Ann Lee'], 'Write `tipoff slate show "Ann Lee" --date "…"`.'],
    [
      ['slate', 'show', '--date', '2026-02-30'],
      'date: "2026-02-30" does not exist in the calendar. Write it as YYYY-MM-DD',
    ],
    [['slate', 'show', '--date', '5 Feb'], 'date: "5 Feb" is not a valid date'],
    [['slate', 'show', '--date', 'lastnight'], 'date: "lastnight" is not a valid date'],
    [['slate', 'show', '--date', ''], 'date: is empty'],
    [
      ['slate', 'show', '--date', long],
      `date: "${'x'.repeat(60)}…" (10,000 characters) is too long for a date: the limit is 40`,
    ],
    [['slate', 'show', '--date', '2026\u0000'], 'date: "2026\\u0000" contains control characters'],
    [['slate', 'show', 'a\u001b[31m', ...DATE], 'player: "a\\u001b[31m" contains control characters'],
    [['slate', 'show', long, ...DATE], 'player: "xxx'],
    [['slate', 'show', '   ', ...DATE], 'player: is empty'],
    [
      ['slate', 'end', 'done', '--id', '../../etc'],
      'id: "../../etc" is not a batch id; `tipoff batch list` shows the ids',
    ],
    [[long], `Unknown command "${'x'.repeat(60)}…".`],
    [['\u0000'], 'Unknown command "\\u0000".'],
    [['__proto__'], 'Unknown command "__proto__".'],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect(err).toMatch(message instanceof RegExp ? message : literal(message));
    expect(err.length).toBeLessThan(400);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  test('as JSON when JSON is asked for', async () => {
    const { out, err } = await run('slate', 'shwo', '--json');
    expect(JSON.parse(out)).toMatchObject({ decision: 'refused', code: 'bad_command_line', data: null, next: [] });
    expect(err).toBe('');
  });
});

test('a flag behind a command is its own: --version names the features, not Tipoff', async () => {
  const { code, err } = await runWith({ operations: OPERATIONS }, ['features', 'export', '--version', 'v2_1feature']);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('version: "v2_1feature" is not accepted') });
  expect(await run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

test('every operation of Tipoff has help', async () => {
  for (const { name, summary } of OPERATIONS) {
    const { out, code } = await runWith({ operations: OPERATIONS }, [...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain(summary);
  }
});

function run(...argv: string[]) {
  return runWith({}, argv);
}

async function runWith(changes: Partial<Parameters<typeof runCommandLine>[0]>, argv: readonly string[]) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path });
  let out = '';
  let err = '';
  const code = await runCommandLine(
    {
      operations: FAKE_OPERATIONS,
      operationsOf: async () => FAKE_OPERATIONS,
      ownCommands: [],
      version: '1.2.3',
      actor: ANN,
      request: 'r1',
      interrupted: new AbortController().signal,
      run: (operation, call) => operation.run(app, call),
      recordDefect: async () => 'details in the log',
      terminal: {
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        progress: 'plain lines',
        columns: 80,
        page: WHOLE,
        clock: () => 0,
      },
      ...changes,
    },
    argv,
  );
  await close();
  return { code, out, err };
}

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
