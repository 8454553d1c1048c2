import { describe, expect, test } from 'vitest';
import { aChannel, wanted } from './a-channel.ts';
import { PROGRESS, RESULTS } from './messages/announcements-to-render.ts';

const refuse = (error: string) => ({ kind: 'error', error }) as const;

describe('a post whose blocks Slack rejects', () => {
  test.each(['invalid_blocks', 'msg_blocks_too_long', 'invalid_arguments', 'block_mismatch'])(
    'is shown as text after %s, and edited later',
    async (error) => {
      const { announcements, texts, local } = await aChannel();
      local.slack.faults.answer('chat.postMessage', refuse(error), 2);
      const posted = await announcements.show(wanted(RESULTS));
      expect(await texts()).toEqual([expect.stringMatching(/^Slate of 2026-02-05 is ready: /)]);
      local.slack.faults.answer('chat.update', refuse(error), 2);
      await announcements.show(wanted(PROGRESS, { posted }));
      expect(await texts()).toEqual([expect.stringMatching(/^Slate of 2026-02-05: Predicting/)]);
    },
  );

  test('is refused if Slack rejects the text, too', async () => {
    const { announcements, local } = await aChannel();
    local.slack.faults.answer('chat.postMessage', refuse('msg_blocks_too_long'), 3);
    await expect(announcements.show(wanted(RESULTS))).rejects.toMatchObject({
      fault: 'message',
      code: 'msg_blocks_too_long',
    });
  });
});

const REFUSALS = [
  ['msg_too_long', 'message', 'This version of the message is not sent again'],
  ['no_text', 'message', 'This version of the message is not sent again'],
  ['thread_not_found', 'message', 'This version of the message is not sent again'],
  ['metadata_too_large', 'message', 'This version of the message is not sent again'],
  ['not_in_channel', 'channel', 'invite the app to the channel with /invite'],
  ['channel_not_found', 'channel', 'set SLACK_CHANNEL'],
  ['is_archived', 'channel', 'Unarchive the channel'],
  ['restricted_action', 'channel', 'allow the app to post there'],
  ['restricted_action_read_only_channel', 'channel', 'allow the app to post there'],
  ['invalid_auth', 'access', 'Reinstall the app'],
  ['account_inactive', 'access', 'Reinstall the app'],
  ['token_revoked', 'access', 'Reinstall the app'],
  ['missing_scope', 'access', 'Reinstall the app'],
] as const;

describe('a post that Slack refuses', () => {
  test.each(REFUSALS)('after %s says that the %s is at fault, and the way out', async (error, fault, wayOut) => {
    const { announcements, texts, local } = await aChannel();
    local.slack.faults.answer('chat.postMessage', refuse(error));
    const shown = announcements.show(wanted(PROGRESS));
    await expect(shown).rejects.toMatchObject({ name: 'PostRefused', fault, code: error });
    await expect(shown).rejects.toThrow(wayOut);
    expect(await texts()).toEqual([]);
  });

  test('says that the channel does not exist', async () => {
    const { announcements } = await aChannel({ channel: 'nowhere' });
    const shown = announcements.show(wanted(PROGRESS));
    await expect(shown).rejects.toMatchObject({ fault: 'channel', code: 'channel_not_found' });
    await expect(shown).rejects.toThrow('Slack refuses posts to the channel nowhere (channel_not_found).');
  });

  test('names an archived channel when it edits a message', async () => {
    const { announcements, local } = await aChannel();
    const posted = await announcements.show(wanted(PROGRESS));
    local.slack.faults.answer('chat.update', refuse('is_inactive'));
    await expect(announcements.show(wanted(RESULTS, { posted }))).rejects.toMatchObject({ fault: 'channel' });
  });
});

test('a message of an earlier channel that is gone is posted in the channel of today', async () => {
  const { announcements, texts } = await aChannel();
  await announcements.show(wanted(RESULTS, { posted: { channel: 'C0EARLIER', ts: '1.000001' } }));
  expect(await texts()).toEqual([expect.stringContaining('is ready')]);
});
