import { expect, test } from 'vitest';
import { tokenRequestCard } from '#src/bot/slack/messages/token-request-card.ts';
import { TOKEN_REQUEST } from './announcements-to-render.ts';
import { seen } from './visible-text.ts';

test('the card of a pending token names the person, the creator, the rights and the decision', () => {
  const card = tokenRequestCard(TOKEN_REQUEST);
  for (const part of [
    'Confirm the token of claude-7?',
    'ann: ben created a token with which claude-7 acts for you. With it, the agent may:',
    'act for a person who may approve (agents themselves never approve)',
    'take over deploy locks from live holders',
    'continue the session session_1f2e3d4c and use the locks that it holds',
    'ben may not do this. The token does not work before you confirm it.',
    'Confirm',
    'Decline',
    'token 0123456789ab',
  ]) {
    expect(seen(card)).toContain(part);
  }
});

test('a Slack id is mentioned, so that Slack notifies the person', () => {
  expect(JSON.stringify(tokenRequestCard({ ...TOKEN_REQUEST, acts_for: 'U012AB3CD' }).blocks)).toContain(
    '{"type":"user","user_id":"U012AB3CD"}',
  );
});

test.each([
  ['valid', '✓ Confirmed by ann.'],
  ['declined', '✕ This token will never work, because it was declined by ann.'],
  ['revoked', 'The token was revoked before anyone confirmed it.'],
  ['expired', 'The token expired before anyone confirmed it.'],
] as const)('the card of a token that is %s says so and has no buttons', (state, text) => {
  const card = tokenRequestCard({ ...TOKEN_REQUEST, state });
  expect(seen(card)).toContain(text);
  expect(card.text).toContain(text);
  expect(JSON.stringify(card.blocks)).not.toContain('"button"');
});
