import { PostRefused, type RefusalFault } from '../../../platform/post-refused.ts';

/** The message was deleted, or can no longer be edited. Tipoff then posts a new message. */
const MESSAGE_LOST = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/** The blocks of the message may be at fault. Tipoff then sends the message with other blocks, and at last as text. */
const BLOCKS_REJECTED = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'block_mismatch',
  'invalid_arguments',
];

const MESSAGE_FAULTS = [
  'msg_too_long',
  'no_text',
  'thread_not_found',
  'cannot_reply_to_message',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'restricted_action_non_threadable_channel',
  'too_many_attachments',
  'invalid_attachments',
];

const NOT_ALLOWED =
  'Ask an administrator of the workspace to allow the app to post there, or set SLACK_CHANNEL or SLACK_CHANNELS to another channel.';
const ARCHIVED = 'Unarchive the channel, or set SLACK_CHANNEL or SLACK_CHANNELS to another channel.';

/** The errors that the channel causes, each with the way out. */
const CHANNEL_FAULTS: Readonly<Record<string, string>> = {
  not_in_channel: 'In Slack, invite the app to the channel with /invite @Tipoff.',
  channel_not_found:
    'Create the channel, or set SLACK_CHANNEL or SLACK_CHANNELS to another channel. If the channel is private, invite the app to the channel with /invite and write its id.',
  is_archived: ARCHIVED,
  is_inactive: ARCHIVED,
  restricted_action: NOT_ALLOWED,
  restricted_action_read_only_channel: NOT_ALLOWED,
  restricted_action_thread_only_channel: NOT_ALLOWED,
  ekm_access_denied: NOT_ALLOWED,
};

const ACCESS_FAULTS = [
  'access_denied',
  'accesslimited',
  'account_inactive',
  'app_uninstalled',
  'enterprise_is_restricted',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'team_not_found',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
];

/**
 * The meaning of an error that Slack returns for a post. `temporary` includes the errors that Slack does not document:
 * a repetition may succeed, and it loses nothing.
 */
export type SlackErrorMeaning = 'lost' | 'blocks-rejected' | RefusalFault | 'temporary';

export function meaningOf(code: string): SlackErrorMeaning {
  if (MESSAGE_LOST.includes(code)) return 'lost';
  if (BLOCKS_REJECTED.includes(code)) return 'blocks-rejected';
  if (MESSAGE_FAULTS.includes(code)) return 'message';
  if (Object.hasOwn(CHANNEL_FAULTS, code)) return 'channel';
  return ACCESS_FAULTS.includes(code) ? 'access' : 'temporary';
}

interface SlackRefusal {
  readonly fault: RefusalFault;
  /** Slack's code of the error. */
  readonly code: string;
  /** The name or id of the channel. */
  readonly channel: string;
  readonly cause?: unknown;
}

/** Returns the error for a post that Slack refuses, with the way out in its message. */
export function slackRefusal({ fault, code, channel, cause }: SlackRefusal): PostRefused {
  return new PostRefused({ fault, code, message: refusalMessage({ fault, code, channel }), cause });
}

function refusalMessage({ fault, code, channel }: SlackRefusal): string {
  switch (fault) {
    case 'message':
      return `Slack refuses the message (${code}). This version of the message is not sent again.`;
    case 'channel':
      return `Slack refuses posts to the channel ${channel} (${code}). ${CHANNEL_FAULTS[code]} Restart Tipoff, or wait up to ten minutes: it tries again by itself.`;
    case 'access':
      return `Slack refuses the token of the app (${code}). Reinstall the app with manifest.yml, or copy the token in SLACK_BOT_TOKEN again, and restart Tipoff.`;
  }
}
