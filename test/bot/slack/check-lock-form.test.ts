import { expect, it } from 'vitest';
import { checkLockForm } from '#src/bot/slack/actions/check-lock-form.ts';
import { LOCK_MODAL } from '#src/bot/slack/messages/lock-modal.ts';
import { Instant } from '#src/platform/instant.ts';

/** 18:00 in New York. */
const NOW = Instant.parse('2026-02-05T23:00:00.000000Z');

function checked(reason: string | null, duration: string | null) {
  const values = { reason: { reason: { value: reason } }, for: { for: { value: duration } } };
  const view = { callback_id: LOCK_MODAL.queue, private_metadata: '{}', state: { values } };
  return checkLockForm({ trigger_id: 't', user: { id: 'U1', name: 'ann' }, view }, NOW);
}

it('finds no errors in valid fields', () => {
  expect(checked('Fix the filter', 'until 18:30 ET')).toEqual({});
});

it.each([
  [null, '30m', { reason: expect.stringContaining('describe in a few words') }],
  ['   ', '30m', { reason: expect.stringContaining('is empty') }],
  ['Fix it', '9h', { for: expect.stringContaining('longer than 8 hours') }],
  ['Fix it', null, { for: expect.stringContaining('is empty') }],
  ['Fix it', 'until 17:00 ET', { for: expect.stringContaining('more than 8 hours away') }],
  ['ab', 'soon', { reason: expect.any(String), for: expect.any(String) }],
])('for reason %j and duration %j it names the field with the error', (reason, duration, errors) => {
  expect(checked(reason, duration)).toEqual(errors);
});
