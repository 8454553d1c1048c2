import * as z from 'zod';
import type { ServiceBuild } from '../../platform/deploy-target.ts';
import type { Collection, DocumentStore } from '../../platform/document-store.ts';
import { Instant, instantFromDate } from '../../platform/instant.ts';

/** Cloud Build ends every build after 24 hours at the latest. */
const LONGEST_BUILD_MS = 24 * 60 * 60_000;

const SeenBuild = z.object({
  id: z.string(),
  service: z.string().nullable(),
  state: z.enum(['queued', 'running', 'succeeded', 'failed', 'unknown']),
  commit: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  by: z.string().nullable(),
  url: z.string().nullable(),
  /** When the build ended. Before that, the latest time at which it can end. */
  ends_by: Instant,
});
type SeenBuild = Readonly<z.infer<typeof SeenBuild>>;

/** The builds that messages described, in their newest known state. */
export const SEEN_BUILDS: Collection<SeenBuild> = {
  name: 'seen_builds',
  schema: SeenBuild,
  indexes: [['ends_by']],
  texts: [],
  times: ['ends_by'],
};

/**
 * Returns the newer of two states of one build. Messages arrive in any order and more than once, and their times differ
 * by less than clocks do, so the state decides: a build is queued, then runs, then ends, and never goes back.
 * @internal exported for tests
 */
export function newerBuild(before: ServiceBuild, after: ServiceBuild): ServiceBuild {
  return stageOf(after) > stageOf(before) ? after : before;
}

function stageOf({ state, endedAt }: ServiceBuild): number {
  switch (state) {
    case 'succeeded':
    case 'failed':
      return 3;
    case 'running':
      return 2;
    case 'queued':
      return 1;
    case 'unknown':
      return endedAt === null ? 0 : 3;
  }
}

/** Saves a state of a build, unless the store knows a newer one. */
export async function recordBuild(store: DocumentStore, build: ServiceBuild): Promise<void> {
  const ref = { collection: SEEN_BUILDS, id: build.id };
  const seen = { ...build, ends_by: endsBy(build) };
  await store.transaction(async (transaction) => {
    const before = (await transaction.get(ref))?.data;
    if (before === undefined) transaction.create(ref, seen);
    else if (newerBuild(before, build) === build) transaction.update(ref, seen);
  });
}

/** Reads the builds that run, and those that ended at `since` or later, newest first. */
export async function readSeenBuilds(store: DocumentStore, since: Date): Promise<readonly ServiceBuild[]> {
  const found = await store.query(
    { collection: SEEN_BUILDS },
    { where: [['ends_by', '>=', instantFromDate(since)]], orderBy: ['ends_by', 'desc'] },
  );
  return found
    .map(({ data: { ends_by: _, ...build } }) => build)
    .toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
}

function endsBy({ startedAt, endedAt }: ServiceBuild): Instant {
  const latest = endedAt === null ? Date.parse(startedAt) + LONGEST_BUILD_MS : Date.parse(endedAt);
  return instantFromDate(new Date(latest));
}
