import { expect, test } from 'vitest';
import { chatCommand } from '#src/bot/slack/messages/chat-command.ts';

test.each([
  ['tipoff batch list', '/batch list'],
  ['tipoff batch start --date today', '/batch start --date today'],
  ['tipoff start', '/tipoff start'],
  ['tipoff import <folder>', 'tipoff import <folder>'],
  ['TIPOFF_APPROVERS', 'TIPOFF_APPROVERS'],
])('%s is %s in a chat', (typed, command) => {
  expect(chatCommand(typed)).toBe(command);
});
