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
  /** Identifies the message across calls: one key, one message in the channel. */
  readonly key: string;
  /** The announcement as JSON. The module that announces owns the union. */
  readonly wanted: string;
  /** The message to edit; null while the key has no known message. */
  readonly posted: PostedMessage | null;
  /** The message whose thread it belongs to; null for a message of the channel itself. */
  readonly thread?: PostedMessage | null;
  /** `unknown`: an earlier call may have posted the message and lost the reply. Look for the key before posting again. */
  readonly history: 'known' | 'unknown';
}

/** A channel that shows one message for each key. */
export interface Announcements {
  /**
   * Makes the channel show this state: edits the message of the key, or posts it. Resolves to the message after the channel has accepted it.
   * Throws `Unavailable` when the channel cannot be reached or its reply was lost. The caller may then repeat the call with history `unknown`.
   */
  show(message: WantedMessage): Promise<ShownMessage>;
}
