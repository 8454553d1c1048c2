import type { BuildSource, CreatedRevision, DeployTarget, ServiceBuild } from '../../platform/deploy-target.ts';
import type { Reading } from '../../platform/reading.ts';

/** What a target shows since a time: the builds of each source, and the revisions of each service. */
export interface TargetActivity {
  readonly since: Date;
  readonly builds: readonly BuildSource[];
  readonly revisions: readonly { readonly service: string; readonly revisions: Reading<readonly CreatedRevision[]> }[];
}

/** A source that cannot be read. `why` is a sentence for people. */
export interface UnknownSource {
  readonly source: string;
  readonly why: string;
}

/** Reads builds and revisions. All reads run at the same time, so the slowest one decides how long it takes. */
export async function readActivity(
  target: DeployTarget,
  services: readonly string[],
  since: Date,
): Promise<TargetActivity> {
  const [builds, ...revisions] = await Promise.all([
    target.readBuilds(since),
    ...services.map(async (service) => ({ service, revisions: await target.readRevisions(service, since) })),
  ]);
  return { since, builds, revisions };
}

export function knownBuilds({ builds }: Pick<TargetActivity, 'builds'>): readonly ServiceBuild[] {
  return builds.flatMap((source) => (source.builds.type === 'known' ? source.builds.value : []));
}

export function knownRevisions({ revisions }: Pick<TargetActivity, 'revisions'>): readonly CreatedRevision[] {
  return revisions.flatMap((each) => (each.revisions.type === 'known' ? each.revisions.value : []));
}

/** Lists the sources that could not be read: sources of builds, and services. */
export function unreadSources({ builds, revisions }: TargetActivity): readonly UnknownSource[] {
  return [
    ...builds.map(({ name, builds: reading }) => ({ source: name, reading })),
    ...revisions.map(({ service, revisions: reading }) => ({ source: service, reading })),
  ].flatMap(({ source, reading }) => (reading.type === 'unknown' ? [{ source, why: reading.why }] : []));
}

/** Joins the sources that cannot be read for the same reason. */
export function joinedByReason(unread: readonly UnknownSource[]): readonly UnknownSource[] {
  const byReason = Object.groupBy(unread, ({ why }) => why);
  return Object.entries(byReason).map(([why, sources = []]) => ({
    source: sources.map(({ source }) => source).join(', '),
    why,
  }));
}
