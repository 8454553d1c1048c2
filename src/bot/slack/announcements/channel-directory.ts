import * as z from 'zod';
import type { Announcement } from '../../../pipeline/announcement.ts';
import { type ChannelsByKind, messageKind } from '../../../pipeline/message-kind.ts';
import type { WantedMessage } from '../../../platform/announcements.ts';
import { once } from '../../../platform/once.ts';

/** The channels for announcements: names without `#`, or ids. */
export interface ChannelTable {
  /** The channel of all kinds of messages that `channels` does not list. */
  readonly channel: string;
  readonly channels?: ChannelsByKind;
}

/** Knows the channels of the configuration and their ids in Slack. */
export interface ChannelDirectory {
  /** Returns the configured channel of an announcement. */
  configured(announcement: Pick<Announcement, 'type'>): string;
  /** Resolves to the id of a configured channel. It is looked up once. */
  idOf(channel: string): Promise<string>;
  /** Returns how the configuration calls the channel with this id; the id itself if that is unknown. */
  nameOf(id: string): string;
  /** Returns the channel of a post: the one in which it was first shown, or else the configured one. */
  channelOf(post: Pick<WantedMessage, 'wanted' | 'posted'>): string;
}

/** A post of an unknown type has no kind. It fails when it is shown, and must not fail here, where all posts pass. */
const Typed = z.looseObject({ type: z.custom<Announcement['type']>((type) => typeof type === 'string') });

/** `lookUp` resolves to the id of the channel with a name. */
export function channelDirectory(
  { channel: common, channels = {} }: ChannelTable,
  lookUp: (channel: string) => Promise<string>,
): ChannelDirectory {
  const ids = new Map<string, () => Promise<string>>();
  const names = new Map<string, string>();
  const configured: ChannelDirectory['configured'] = (announcement) => channels[messageKind(announcement)] ?? common;
  const nameOf: ChannelDirectory['nameOf'] = (id) => names.get(id) ?? id;

  async function find(channel: string): Promise<string> {
    const id = await lookUp(channel);
    names.set(id, channel);
    return id;
  }

  return {
    configured,
    nameOf,
    idOf: (channel) => {
      const known = ids.get(channel) ?? once(() => find(channel));
      ids.set(channel, known);
      return known();
    },
    channelOf: ({ wanted, posted }) => {
      if (posted !== null) return nameOf(posted.channel);
      const announcement = Typed.safeParse(JSON.parse(wanted)).data;
      return announcement === undefined ? common : configured(announcement);
    },
  };
}
