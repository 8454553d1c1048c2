import { expect, test } from 'vitest';
import { parseCommand } from '#src/bot/slack/commands/parse-command.ts';
import { commandText, slashCommands } from '#src/bot/slack/commands/slash-commands.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const COMMANDS = slashCommands(OPERATIONS);
/** The verbs of `/batch` in the order in which the operations are registered. */
const BATCH_VERBS = OPERATIONS.filter(({ name, reach }) => name.startsWith('batch ') && reach === 'everywhere').map(
  ({ name }) => name.slice('batch '.length),
);

function ask(typed: string) {
  const [name = '', ...words] = typed.split(' ');
  const command = COMMANDS.find((each) => each.command === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return parseCommand(command, words.join(' '));
}

test.each([
  ['/batch start date=2026-02-05', 'batch start', { date: '2026-02-05' }],
  ['/batch start --date 2026-02-05 --wait', 'batch start', { date: '2026-02-05', wait: true }],
  ['/batch start --date=today mode=strict wait=no', 'batch start', { date: 'today', mode: 'strict', wait: false }],
  ['/batch start wait=perhaps', 'batch start', { wait: 'perhaps' }],
  ['/batch STATUS', 'batch status', {}],
  ['/batch status 2026-02-05-1', 'batch status', { id: '2026-02-05-1' }],
  ['/batch migrate --dry-run', 'batch migrate', { dry_run: true }],
  ['/predict player LeBron James', 'predict player', { name: 'LeBron James' }],
  ['/predict player "LeBron James" date=today', 'predict player', { name: 'LeBron James', date: 'today' }],
  ['/predict player “LeBron James”', 'predict player', { name: 'LeBron James' }],
  ["/predict player De'Aaron Fox", 'predict player', { name: 'De’Aaron Fox' }],
  ['/predict player name="Nikola Jokić"', 'predict player', { name: 'Nikola Jokić' }],
  ['/results grade 2026-02-05', 'results grade', { date: '2026-02-05' }],
  ['/batch start 2026-02-05', 'batch start', { date: '2026-02-05' }],
  ['/batch list 2026-02-05', 'batch list', { '2026-02-05': true }],
  ['/deploy take–over worker it is on fire', 'deploy take-over', { service: 'worker', reason: 'it is on fire' }],
  ['/batch start __proto__=x', 'batch start', { __proto__: undefined }],
])('%s calls %s', (typed, name, given) => {
  const asked = ask(typed);
  expect(asked).toMatchObject({ kind: 'run', operation: { name } });
  if (asked.kind === 'run' && !typed.includes('proto')) expect(asked.given).toEqual(given);
});

test('a command without a verb runs status, show, list or log if it exists, otherwise help', () => {
  expect(ask('/batch')).toMatchObject({ kind: 'run', operation: { name: 'batch status', effect: 'read' }, given: {} });
  expect(ask('/results')).toMatchObject({
    kind: 'run',
    operation: { name: 'results show', effect: 'read' },
    given: {},
  });
  for (const [command, name] of [
    ['/session', 'session list'],
    ['/token', 'token list'],
    ['/models', 'models list'],
    ['/audit', 'audit log'],
  ] as const)
    expect(ask(command)).toMatchObject({ kind: 'run', operation: { name, effect: 'read' }, given: {} });
  for (const command of ['/predict', '/features', '/tipoff', '/approval']) expect(ask(command).kind).toBe('help');
});

test.each([
  ['/batch help', BATCH_VERBS],
  ['/batch help status', ['status']],
  ['/batch status help', ['status']],
  ['/batch start --help', ['start']],
  ['/batch help nonsense', BATCH_VERBS],
])('%s explains', (typed, verbs) => {
  const asked = ask(typed);
  expect(asked.kind === 'help' ? asked.operations.map(({ name }) => name.split(' ').at(-1)) : asked).toEqual(verbs);
});

test.each([
  ['/batch strat date=today', 'batch start', { date: 'today' }],
  ['/batch stats', 'batch status', {}],
  ['/batch lst', 'batch list', {}],
])('%s runs nothing and suggests %s', (typed, name, given) => {
  expect(ask(typed)).toMatchObject({
    kind: 'unknown-verb',
    nearest: expect.arrayContaining([expect.objectContaining({ operation: expect.objectContaining({ name }), given })]),
  });
});

test.each(['/batch delete everything', '/predict 🏀', '/batch constructor'])('%s runs nothing', (typed) => {
  expect(ask(typed)).toMatchObject({ kind: 'unknown-verb', nearest: [] });
});

test('a mistyped read suggests no change', () => {
  const asked = ask('/batch stauts');
  const names = asked.kind === 'unknown-verb' ? asked.nearest.map(({ operation }) => operation.name) : [];
  expect(names).toEqual(['batch status']);
});

test.each([
  ['/predict LeBron', { name: 'LeBron' }],
  ['/predict LeBron James 2026-02-05', { name: 'LeBron James', date: '2026-02-05' }],
  ['/predict “LeBron James” —date yesterday', { name: 'LeBron James', date: 'yesterday' }],
  ['/predict SGA', { name: 'SGA' }],
])('%s looks the player up', (typed, given) => {
  expect(ask(typed)).toMatchObject({ kind: 'run', operation: { name: 'predict player' }, given });
});

test('a word near a verb of /predict runs nothing, and the player of that name is suggested too', () => {
  const asked = ask('/predict slat');
  expect(asked.kind === 'unknown-verb' && asked.nearest).toMatchObject([
    { operation: { name: 'predict slate' }, given: {} },
    { operation: { name: 'predict player' }, given: { name: 'slat' } },
  ]);
});

test('an operation on local files is not a slash command', () => {
  const names = COMMANDS.flatMap(({ operations }) => operations.map(({ name }) => name));
  expect(names).toEqual(expect.arrayContaining(['batch start', 'start', 'predict player']));
  for (const { name, reach } of OPERATIONS) expect(names.includes(name)).toBe(reach === 'everywhere');
});

test.each([
  '/batch start today --wait',
  '/predict player "LeBron James" date=today',
  '/batch status b-1',
  '/tipoff start',
])('%s is shown as a person would type it', (typed) => {
  const asked = ask(typed);
  expect(asked.kind === 'run' ? commandText(asked.operation, asked.given) : asked).toBe(typed);
});
