import * as z from 'zod';
import { type ChannelsByKind, MESSAGE_KINDS } from '../pipeline/message-kind.ts';
import { parseVariables } from './parse-variables.ts';

const CHANNEL_NAME = /^[a-z0-9][a-z0-9_-]{0,79}$/;
/** The id of a channel in Slack. A private channel has to be named by its id. */
const CHANNEL_ID = /^[CG][A-Z0-9]{6,}$/;
const NAME_FORM = 'the name of a channel without #, such as nba-predictions';
const EXAMPLE = 'Write pairs with commas between them, such as grading=nba-grading,alerts=nba-alerts';

interface ChannelForm {
  readonly fits: (text: string) => boolean;
  /** What a text that fits is. */
  readonly text: string;
}

/** The workspace on this machine creates its channels by their names. In Slack, a channel also has an id. */
const FORMS = {
  local: { fits: (text) => CHANNEL_NAME.test(text), text: NAME_FORM },
  real: { fits: (text) => CHANNEL_NAME.test(text) || CHANNEL_ID.test(text), text: `${NAME_FORM}, or the id of one` },
} as const satisfies Record<string, ChannelForm>;

/** The channel of a real workspace: its name without `#`, or its id. */
export const SlackChannel = z.string().refine(FORMS.real.fits, { error: `it must be ${FORMS.real.text}` });

/** Reads the channels of the kinds of messages that do not use the common channel. */
export function readChannels(
  variables: Readonly<Record<string, string | undefined>>,
  workspace: keyof typeof FORMS,
): ChannelsByKind {
  const schema = z.object({ SLACK_CHANNELS: channelPairs(FORMS[workspace]).optional() });
  return parseVariables(schema, variables).SLACK_CHANNELS ?? {};
}

/** Pairs of a kind of message and a channel: `grading=nba-grading,alerts=nba-alerts`. */
function channelPairs(form: ChannelForm) {
  return z.string().transform((text, context): ChannelsByKind => {
    const channels = new Map<string, string>();
    for (const pair of text.split(',')) {
      const parts = pair.split('=').map((part) => part.trim());
      const [kind = '', channel = ''] = parts;
      const fault = channels.has(kind) ? `the kind "${kind}" has two channels` : pairFault(parts, form);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: `${fault}. ${EXAMPLE}` });
      channels.set(kind, channel);
    }
    return Object.fromEntries(channels);
  });
}

/** Says what is wrong with one pair; undefined if nothing is. */
function pairFault(parts: readonly string[], form: ChannelForm): string | undefined {
  const [kind = '', channel = ''] = parts;
  if (parts.length !== 2) return `"${parts.join('=')}" has to be a kind, one = and a channel`;
  if (!MESSAGE_KINDS.some((known) => known === kind))
    return `the kind "${kind}" does not exist. The kinds are ${MESSAGE_KINDS.join(', ')}`;
  return form.fits(channel) ? undefined : `the channel "${channel}" has to be ${form.text}`;
}
