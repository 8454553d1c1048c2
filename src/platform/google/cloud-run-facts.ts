import * as z from 'zod';
import type { CreatedRevision, ServingRevision, ServingState } from '../deploy-target.ts';
import { GoogleTime } from './google-time.ts';
import { CommitSource, revisionCommit } from './revision-commit.ts';
import { revisionVariables } from './revision-variables.ts';

const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
const FAILED = 'CONDITION_FAILED';

/** The parts of a Cloud Run service that say what it serves. */
export const RunService = z.object({
  uri: z.string().nullish(),
  reconciling: z.boolean().nullish(),
  latestReadyRevision: z.string().nullish(),
  terminalCondition: z.object({ state: z.string().nullish() }).nullish(),
  // `traffic` is not read: it is the wanted traffic, and it differs from the observed traffic while a rollout runs or fails.
  trafficStatuses: z
    .array(
      z.object({
        type: z.string().nullish(),
        revision: z.string().nullish(),
        // A tagged revision has a target without a share.
        percent: z
          .number()
          .nullish()
          .transform((percent) => percent ?? 0),
      }),
    )
    .nullish(),
});
export type RunService = z.infer<typeof RunService>;

export const RunRevision = CommitSource.extend({
  name: z.string(),
  createTime: GoogleTime,
  creator: z.string().nullish(),
});
export type RunRevision = z.infer<typeof RunRevision>;

/** The observed share of the traffic of each revision, by its short name, the largest share first. */
export function trafficOf({ trafficStatuses, latestReadyRevision }: RunService): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { type, revision, percent } of trafficStatuses ?? []) {
    // The target `latest` names no revision. Only a ready revision gets traffic.
    const name = shortName((type === LATEST ? latestReadyRevision : revision) ?? '');
    if (name !== '' && percent > 0) shares.set(name, (shares.get(name) ?? 0) + percent);
  }
  return new Map([...shares].toSorted(([, one], [, other]) => other - one));
}

/** Describes what a service serves. `revisions` are those that carry traffic. */
export function servingState(service: RunService, revisions: readonly RunRevision[]): ServingState {
  const byName = new Map(revisions.map((revision) => [shortName(revision.name), revision]));
  const serving = [...trafficOf(service)].map(([revision, percent]): ServingRevision => {
    const found = byName.get(revision);
    if (found === undefined) return { revision, commit: null, percent };
    return { revision, commit: revisionCommit(found), percent, variables: revisionVariables(found) };
  });
  return { serving, rollout: rolloutOf(service), evidence: 'observed', url: filled(service.uri) };
}

function rolloutOf({ reconciling, terminalCondition }: RunService): ServingState['rollout'] {
  if (reconciling === true) return 'in-progress';
  return terminalCondition?.state === FAILED ? 'failed' : 'settled';
}

export function createdRevision(service: string, revision: RunRevision): CreatedRevision {
  const { name, createTime, creator } = revision;
  return {
    service,
    revision: shortName(name),
    commit: revisionCommit(revision),
    createdAt: createTime,
    by: filled(creator),
  };
}

/** The last part of a full name. The traffic names a revision by it, and other fields by the full name. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function filled(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
