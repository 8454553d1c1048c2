import * as z from 'zod';
import type { LockView } from '../../coordination/deploy-locks/lock-state.ts';
import { announcedTimes, coverOf } from '../../coordination/deploys/announced-times.ts';
import type { DeployRecord } from '../../coordination/deploys/deploy-record.ts';
import { newestDeploys } from '../../coordination/deploys/newest-deploys.ts';
import { knownBuilds, knownRevisions, type TargetActivity } from '../../coordination/deploys/read-activity.ts';
import { isSameCommit } from '../../coordination/deploys/same-commit.ts';
import type { CreatedRevision, ServiceBuild } from '../../platform/deploy-target.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import { claimantName } from './lock-facts.ts';

/** A deploy, a build or a revision, with who is behind it and under which lock it came about. */
export const ActiveRow = z.object({
  kind: z.enum(['deploy', 'build', 'revision']),
  /** Null for a build that does not say its service. */
  service: z.string().nullable(),
  /** The id of the deploy or of the build, or the name of the revision. */
  name: z.string(),
  state: z.enum(['queued', 'running', 'succeeded', 'failed', 'unknown', 'created']),
  commit: z.string().nullable(),
  /** The session of a deploy; the account or trigger of a build or a revision. Null if nothing says it. */
  by: UserText.nullable(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  /** Whether somebody held the lock or had announced a deploy. `unknown`: a lock cannot be read, or nobody knows the service. */
  announced: z.enum(['yes', 'no', 'unknown']),
  /** The session that held the lock or had announced the deploy; null if none is known. */
  under: UserText.nullable(),
  token: z.number().nullable(),
  url: z.string().nullable(),
});
export type ActiveRow = Readonly<z.infer<typeof ActiveRow>>;

/** The running deploys, then builds and revisions, each newest first. A deploy that the target only repeats is left out. */
export async function activeRows(
  { store }: Pick<App, 'store'>,
  views: readonly LockView[],
  activity: TargetActivity,
): Promise<readonly ActiveRow[]> {
  const deploys = views.flatMap(deployRows);
  const seen = [...knownBuilds(activity).map(buildRow), ...knownRevisions(activity).map(revisionRow)];
  const services = [...new Set(seen.flatMap(({ service }) => service ?? []))];
  const records = new Map(
    await Promise.all(services.map(async (service) => [service, await newestDeploys(store, service)] as const)),
  );
  const own = new Set(
    [...deploys, ...[...records.values()].flat().map(({ deploy_id: name }) => ({ name }))].map(({ name }) => name),
  );
  const covered = seen
    .filter(({ name, kind }) => kind === 'revision' || !own.has(name))
    .map((row) => withCover(row, views, records));
  return [...deploys, ...covered];
}

function deployRows(view: LockView): readonly ActiveRow[] {
  if (view.type !== 'readable' || view.lock.deploy?.state !== 'running') return [];
  const { service, deploy } = view.lock;
  const { deploy_id: name, commit, claimant, started_at, token } = deploy;
  const by = claimantName(claimant);
  const row = {
    kind: 'deploy',
    service,
    name,
    state: 'running',
    commit,
    by,
    started_at,
    ended_at: null,
    url: null,
  } as const;
  return [{ ...row, announced: 'yes', under: by, token }];
}

type SeenRow = Omit<ActiveRow, 'announced' | 'under' | 'token'>;

function buildRow({ id: name, startedAt, endedAt, ...build }: ServiceBuild): SeenRow {
  const { service, state, commit, by, url } = build;
  return { kind: 'build', service, name, state, commit, by, started_at: startedAt, ended_at: endedAt, url };
}

function revisionRow({ revision: name, createdAt, service, commit, by }: CreatedRevision): SeenRow {
  const times = { started_at: createdAt, ended_at: createdAt };
  return { kind: 'revision', service, name, state: 'created', commit, by, ...times, url: null };
}

function withCover(
  row: SeenRow,
  views: readonly LockView[],
  records: ReadonlyMap<string, readonly DeployRecord[]>,
): ActiveRow {
  if (row.service === null) return withNamedCommit(row, views);
  const announcements = announcedTimes(row.service, views, records.get(row.service) ?? []);
  const cover = coverOf(announcements, { from: row.started_at, to: row.ended_at });
  if (cover.type !== 'covered') {
    return { ...row, announced: cover.type === 'uncovered' ? 'no' : 'unknown', under: null, token: null };
  }
  const { claimant, token } = cover.by;
  return { ...row, announced: 'yes', under: claimantName(claimant), token };
}

/** A build that does not name its service belongs to the running deploy that claims its commit. */
function withNamedCommit(row: SeenRow, views: readonly LockView[]): ActiveRow {
  const deploys = views.flatMap((view) => (view.type === 'readable' ? (view.lock.deploy ?? []) : []));
  const own = deploys.find(({ state, commit }) => state === 'running' && isSameCommit(commit, row.commit) === 'yes');
  if (own === undefined) return { ...row, announced: 'unknown', under: null, token: null };
  return { ...row, announced: 'yes', under: claimantName(own.claimant), token: own.token };
}
