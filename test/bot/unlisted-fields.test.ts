import { expect, test } from 'vitest';
import { parseCommandLine } from '#src/bot/cli/parse-command-line.ts';
import { helpMessage } from '#src/bot/slack/messages/help-message.ts';
import { takeOverDeployLock } from '#src/operations/deploy/take-over.ts';

const GRAMMAR = { version: '1', operations: [takeOverDeployLock], ownCommands: [] };
const INNER = /go[-_]on|commit|--deploy|deploy=/;

test('a field that only next steps use is not in the help for people', () => {
  const atTheTerminal = parseCommandLine(GRAMMAR, ['deploy', 'take-over', '--help']);
  expect(JSON.stringify(atTheTerminal)).toContain('--confirm');
  expect(JSON.stringify(atTheTerminal)).not.toMatch(INNER);
  const inTheChannel = JSON.stringify(helpMessage([takeOverDeployLock]));
  expect(inTheChannel).toContain('confirm');
  expect(inTheChannel).not.toMatch(INNER);
});

test('and is accepted when a caller copies it from a next step', () => {
  const typed = ['deploy', 'take-over', 'global', '--reason', 'Once more', '--go-on', 'start', '--deploy', 'bot'];
  expect(parseCommandLine(GRAMMAR, typed)).toMatchObject({
    kind: 'operation',
    given: { service: 'global', go_on: 'start', deploy: 'bot' },
  });
});
