import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { Claimant } from '../deploy-locks/lock.ts';
import type { NewPost } from '../outbox/post.ts';

/** A deploy that the target shows, and that nobody announced. */
const UnannouncedDeploy = z.object({
  /** The id of the build, or the name of the revision, by which the deploy was first seen. */
  id: z.string(),
  build: z.object({ id: z.string(), url: z.string().nullable() }).nullable(),
  revision: z.string().nullable(),
  commit: z.string().nullable(),
  /** The account or the trigger behind the deploy; null if the target does not say. */
  by: z.string().nullable(),
  /** When the build started or the revision was created, as the target says it. */
  started_at: z.string(),
  seen_at: Instant,
  /** `announced`: somebody claimed the lock while it ran. `unknown`: the target did not show how it ended. */
  outcome: z.enum(['running', 'serving', 'not-serving', 'failed', 'announced', 'unknown']),
  ended_at: Instant.nullable(),
  /** The session that announced the deploy while it ran; null for every outcome but `announced`. */
  announced_by: Claimant.nullable(),
  /** The session whose person said that the deploy is theirs. */
  claimed_by: Claimant.nullable(),
  claimed_at: Instant.nullable(),
});
export type UnannouncedDeploy = Readonly<z.infer<typeof UnannouncedDeploy>>;

const UnannouncedDocument = z.object({
  service: z.string(),
  /** Those of the last day, oldest first. */
  deploys: z.array(UnannouncedDeploy),
});
export type UnannouncedDocument = z.infer<typeof UnannouncedDocument>;

/** One document for each service, so that one transaction decides what is new. */
export const UNANNOUNCED_DEPLOYS: Collection<UnannouncedDocument> = {
  name: 'unannounced_deploys',
  schema: UnannouncedDocument,
  indexes: [],
  texts: [],
  times: [],
};

export function unannouncedRef(service: string): DocumentRef<UnannouncedDocument> {
  return { collection: UNANNOUNCED_DEPLOYS, id: service };
}

/** The notice of an unannounced deploy. It is edited when somebody says whose it is, and when it ends. */
export const UnannouncedNotice = z.object({
  type: z.literal('unannounced-deploy'),
  service: z.string(),
  deploy: UnannouncedDeploy,
});
export type UnannouncedNotice = z.infer<typeof UnannouncedNotice>;

/** Returns the notices of the deploys that are new or have changed. */
export function unannouncedPosts(
  service: string,
  before: readonly UnannouncedDeploy[],
  after: readonly UnannouncedDeploy[],
): readonly NewPost[] {
  return after
    .filter((deploy) => !before.includes(deploy))
    .map((deploy) => {
      const announcement: UnannouncedNotice = { type: 'unannounced-deploy', service, deploy };
      return { key: `unannounced-${service}-${encodeURIComponent(deploy.id)}`, announcement };
    });
}
