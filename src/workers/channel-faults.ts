import { endChannelFault, readChannelFaults, recordChannelFault } from '../coordination/outbox/refusals.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import type { Log } from '../platform/log.ts';
import { once } from '../platform/once.ts';
import type { PostRefused } from '../platform/post-refused.ts';

export interface ChannelFaultDeps {
  readonly store: DocumentStore;
  readonly log: Log;
  /** Shows a sentence to the person at the terminal. Without it, only the log has the sentence. */
  readonly printNotice?: (sentence: string) => void;
}

/** The channels that refuse posts, in the store and on the terminal. `null` stands for all channels: the app is refused. */
export interface ChannelFaults {
  /** Records that posts to a channel are refused. The reason is printed once. */
  refused(channel: string | null, key: string, error: PostRefused): Promise<void>;
  /** Records that the channel accepted a post, and so the app is not refused. */
  accepted(channel: string): Promise<void>;
  /** Forgets the channels for which no post waits. The configuration may have changed. */
  keepOnly(waiting: ReadonlySet<string>): Promise<void>;
  /** Makes the next call read the stored faults again. Another process may have changed them. */
  reload(): void;
}

export function channelFaults({ store, log, printNotice }: ChannelFaultDeps): ChannelFaults {
  const readStored = async () => new Set((await readChannelFaults(store)).map(({ channel }) => channel));
  let stored = once(readStored);
  const printed = new Map<string | null, string>();

  async function end(channel: string | null): Promise<'ended' | 'none'> {
    const known = await stored();
    if (!known.has(channel)) return 'none';
    await endChannelFault(store, channel);
    known.delete(channel);
    printed.delete(channel);
    return 'ended';
  }

  return {
    refused: async (channel, key, error) => {
      await recordChannelFault(store, channel, error);
      (await stored()).add(channel);
      if (printed.get(channel) === error.code) return;
      printed.set(channel, error.code);
      log.error({ key, channel, fault: error.fault, code: error.code, error }, 'a channel refuses posts');
      printNotice?.(error.message);
    },
    accepted: async (channel) => {
      const ended = [await end(channel), await end(null)];
      if (!ended.includes('ended')) return;
      log.info({ channel }, 'a channel accepts posts again');
      printNotice?.(`The channel ${channel} accepts posts again.`);
    },
    keepOnly: async (waiting) => {
      for (const channel of [...(await stored())]) {
        const isWaiting = channel === null ? waiting.size > 0 : waiting.has(channel);
        if (!isWaiting) await end(channel);
      }
    },
    reload: () => {
      stored = once(readStored);
    },
  };
}
