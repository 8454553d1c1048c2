import type { BuildSource, PartialTarget } from '../../platform/deploy-target.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { known, unknown } from '../../platform/reading.ts';
import { buildFeedRef, judgeFeed } from './build-feed.ts';
import { readSeenBuilds } from './seen-build.ts';

interface MessageSource {
  readonly store: DocumentStore;
  /** The full name of the subscription. */
  readonly subscription: string;
}

/**
 * A deploy target whose builds come from messages in place of questions. While no process reads the messages, the target
 * itself lists its builds.
 */
export function buildsFromMessages(target: PartialTarget, { store, subscription }: MessageSource): PartialTarget {
  const source = (builds: BuildSource['builds']) => [{ name: `Cloud Build by ${subscription}`, builds }];
  return {
    ...target,
    readBuilds: async (since): Promise<readonly BuildSource[]> => {
      const [feed, now] = await Promise.all([store.get(buildFeedRef(subscription)), store.now()]);
      const judged = judgeFeed(feed?.data, now);
      switch (judged.type) {
        case 'list':
          return await target.readBuilds(since);
        case 'unknown':
          return source(unknown(judged.why));
        case 'messages':
          return source(known(await readSeenBuilds(store, since)));
      }
    },
  };
}
