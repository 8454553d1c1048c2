/** Identifies a posted message in the chat. */
export interface PostedMessage {
  readonly channel: string;
  /** The id of the message within its channel. */
  readonly ts: string;
}

export interface ShownMessage extends PostedMessage {
  /**
   * This field is present when the chat accepted the message's text but not its picture. Calling `show` again may add
   * the picture.
   */
  readonly picture?: 'missing';
}

export interface WantedMessage {
  /** The key of the message. The channel shows one message for each key, so a second `show` edits the first message. */
  readonly key: string;
  /** The content of the message as JSON. Its schema belongs to the module that enqueues the post. */
  readonly wanted: string;
  /** The existing message that `show` edits; null when no message with the key is known. */
  readonly posted: PostedMessage | null;
  /** The message in whose thread the new message appears; null for a message in the channel itself. */
  readonly thread?: PostedMessage | null;
  /**
   * With `unknown`, an earlier call may have posted the message and lost the reply. The adapter must then look for a
   * message with the key before it posts again.
   */
  readonly history: 'known' | 'unknown';
}

/** The channels of a chat, which show one message for each key. */
export interface Announcements {
  /**
   * Returns the channel of a message, by a name that is the same for all messages of the channel: the channel in which
   * the message was first shown, or else the one of its kind.
   */
  channelOf(message: Pick<WantedMessage, 'wanted' | 'posted'>): string;
  /**
   * Edits the message with this key, or posts it, so that the channel shows `wanted`. Resolves after the channel has
   * accepted the message. Throws `Unavailable` when the channel cannot be reached or its reply was lost. The caller may
   * then call `show` again with the history `unknown`. Throws `PostRefused` when the channel refuses the message, and
   * `RateLimited` when the channel accepts no message for a while.
   */
  show(message: WantedMessage): Promise<ShownMessage>;
}
