import { expect, test } from 'vitest';
import { stepCommand } from '#src/operations/kit/step-command.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

test.each([
  ['approval approve', { approval_id: 'a1' }, 'tipoff approval approve a1'],
  ['deploy release', { service: 'bot', token: '7' }, 'tipoff deploy release bot --token 7'],
  ['doctor', { repair: 'true' }, 'tipoff doctor --repair'],
  ['deploy join', { service: 'bot', reason: '$(rm -r ~) `id`' }, "tipoff deploy join bot --reason '$(rm -r ~) `id`'"],
  ['deploy join', { service: 'bot', reason: "it's" }, `tipoff deploy join bot --reason "it's"`],
  ['deploy join', { service: 'bot', reason: "it's $5" }, "tipoff deploy join bot --reason 'it'\\''s $5'"],
])('%s of %j is typed as it is read, and a shell changes nothing of it', (operation, given, typed) => {
  expect(stepCommand({ operation, arguments: given }, OPERATIONS)).toBe(typed);
});

test('values that only the caller knows are left open', () => {
  const step = { operation: 'deploy claim', arguments: { service: 'bot', for: '30m' }, fill_in: ['reason'] };
  expect(stepCommand(step, OPERATIONS)).toBe('tipoff deploy claim bot --for 30m --reason "…"');
});
