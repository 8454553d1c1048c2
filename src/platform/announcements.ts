/** Where a post stands in the chat. */
export interface PostedMessage {
  readonly channel: string;
  /** The message's own id there; with the channel it names the message. */
  readonly ts: string;
}

/** Where a post stands now. */
export interface ShownMessage extends PostedMessage {
  /** A picture belongs to it that the channel did not take. Everything else is there; showing the state once more may add it. */
  readonly picture?: 'missing';
}

export interface WantedMessage {
  readonly key: string;
  /** The announcement as JSON; the union is owned by who announces. */
  readonly wanted: string;
  /** Where it stands, when that is known. */
  readonly posted: PostedMessage | null;
  /** The message in whose thread it is to stand; null for one of the channel itself. */
  readonly thread?: PostedMessage | null;
  /** `unknown`: it may have been posted by a call whose answer was lost, so look for its key before posting it again. */
  readonly history: 'known' | 'unknown';
}

/** The channel, as somewhere that shows a state under a key. */
export interface Announcements {
  /**
   * Makes the channel show this state: edits the message of the key, or posts it. Resolves to where it stands when the channel has taken it.
   * Throws `Unavailable` when the outcome is open or the channel cannot be reached; the call may then be repeated with history `unknown`.
   */
  show(message: WantedMessage): Promise<ShownMessage>;
}
