import { expect, test } from 'vitest';
import { commandHint, withGeneralVerb } from '#src/bot/cli/unknown-command.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const GRAMMAR = { operations: OPERATIONS, ownCommands: [] };

test.each([
  ['btach list', 'Did you mean batch?'],
  ['batch strat', 'Did you mean start?'],
  ['batch stat', 'Did you mean status?'],
  ['--json batch stat', 'Did you mean status?'],
  ['slate show', ''],
  ['stat', 'Did you mean slate?'],
  ['nonsense', ''],
])('tipoff %s: %s', (line, hint) => {
  expect(commandHint(GRAMMAR, line.split(' '))).toBe(hint);
});

test.each([
  ['predict LeBron', 'predict player LeBron'],
  ['predict LeBron James yesterday', 'predict player LeBron James yesterday'],
  ['predict slate', 'predict slate'],
  ['predict slat', 'predict slat'],
  ['predict --json', 'predict --json'],
  ['predict', 'predict'],
  ['batch LeBron', 'batch LeBron'],
])('tipoff %s is read as tipoff %s', (line, read) => {
  expect(withGeneralVerb(GRAMMAR, line.split(' ')).join(' ')).toBe(read);
});
