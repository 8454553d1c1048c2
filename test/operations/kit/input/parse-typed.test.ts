import { expect, test } from 'vitest';
import { commandText } from '#src/bot/slack/commands/slash-commands.ts';
import { parseTyped } from '#src/operations/kit/input/parse-typed.ts';
import { stepCommand } from '#src/operations/kit/step-command.ts';
import { writtenArguments } from '#src/operations/kit/written-arguments.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

test.each([
  ['deploy claim', { service: 'worker my reason' }, '/deploy claim worker reason="my reason"'],
  ['deploy join', { service: 'worker a fix', for: '45m' }, '/deploy join worker for=45m reason="a fix"'],
  ['deploy claim', { service: 'worker', without_lock: true }, '/deploy claim worker --without-lock reason=…'],
  ['deploy claim', { service: 'worker `rm -r ~`' }, '/deploy claim worker reason="\'rm -r ~\'"'],
  ['deploy take-over', {}, '/deploy take-over … reason=…'],
])('the refusal of %s %j has the whole command', (name, given, command) => {
  expect(faultOf(name, given)).toMatch(new RegExp(` Write \`${command.replaceAll(/[.*]/g, '\\$&')}\`\\.$`));
});

test.each([
  ['deploy extend', { service: 'worker 45m' }, 'service: "worker 45m" is not the name of one service'],
  ['deploy claim', { service: 'worker ab' }, 'reason: is missing'],
  ['deploy claim', { service: 'worker', reason: 'ab' }, 'reason: "ab" is too short to explain why'],
  ['deploy claim', { service: 'worker', for: 'soon' }, 'reason: is missing'],
])('the refusal of %s %j has no command that would be refused too', (name, given, fault) => {
  expect(faultOf(name, given)).toContain(fault);
  expect(faultOf(name, given)).not.toContain(' Write `');
});

test('at the command line it is a command for a shell', () => {
  const operation = operationNamed('deploy claim');
  const write = (meant: Parameters<typeof stepCommand>[0]) => stepCommand(meant, OPERATIONS);
  const given = { service: "worker it's on fire", without_lock: true };
  expect(() => parseTyped(operation, given, write)).toThrow(
    'Write `tipoff deploy claim worker --without-lock --reason "it\'s on fire"`.',
  );
});

function faultOf(name: string, given: Readonly<Record<string, unknown>>): string {
  const operation = operationNamed(name);
  try {
    parseTyped(operation, given, (meant) => commandText(operation, writtenArguments(meant)));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it was taken');
}

function operationNamed(name: string) {
  const operation = OPERATIONS.find((each) => each.name === name);
  if (operation === undefined) throw new Error(`there is no ${name}`);
  return operation;
}
