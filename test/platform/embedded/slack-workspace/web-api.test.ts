import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Fixture, openWorkspace } from './workspace-fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openWorkspace();
});
afterEach(async () => await fixture.close());

test('a posted message is in the history', async () => {
  const { client, channel } = fixture;
  const { ts } = await client.chat.postMessage({ channel, text: 'hello' });
  const { messages } = await client.conversations.history({ channel });
  expect(messages).toMatchObject([{ ts, text: 'hello' }]);
});
