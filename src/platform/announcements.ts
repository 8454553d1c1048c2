/** Identifies one message in the chat. */
export interface PostedMessage {
  readonly channel: string;
  /** The chat's id of the message within its channel. */
  readonly ts: string;
}

export interface ShownMessage extends PostedMessage {
  /** The channel did not accept the message's picture. The text is posted; calling `show` again may add the picture. */
  readonly picture?: 'missing';
}

export interface WantedMessage {
  /** The key of the message. The channel shows one message for each key. */
  readonly key: string;
  /** The announcement as JSON. Its schema belongs to the module that enqueues the post. */
  readonly wanted: string;
  /** The message that `show` edits; null when no message is known for the key. */
  readonly posted: PostedMessage | null;
  /** The message in whose thread this message appears; null when it appears in the channel itself. */
  readonly thread?: PostedMessage | null;
  /** `unknown`: an earlier call may have posted the message and lost the reply. Look for the key before posting again. */
  readonly history: 'known' | 'unknown';
}

/** A channel that shows one message for each key. */
export interface Announcements {
  /**
   * Edits the message with this key, or posts it, so that the channel shows `wanted`. Resolves after the channel has accepted the message.
   * Throws `Unavailable` when the channel cannot be reached or its reply was lost. The caller may then call `show` again with history
   * `unknown`.
   */
  show(message: WantedMessage): Promise<ShownMessage>;
}
