import * as z from 'zod';
import { leagueTime } from '../../../operations/kit/league-clock.ts';
import { shortCommit } from '../../../operations/kit/short-commit.ts';
import { Instant } from '../../../platform/instant.ts';
import { renderRows } from './render-data.ts';

const Moment = z.string().pipe(Instant);

const DeployStatus = z.object({
  /** When it was so; what is of another day is told with its day. */
  at: Moment,
  locks: z.array(
    z.object({
      service: z.string(),
      state: z.string(),
      through: z.string().optional(),
      free_after: z.array(z.string()).default([]),
      by: z.string().optional(),
      reason: z.string().optional(),
      since: Moment.optional(),
      until: Moment.optional(),
      queue: z.array(z.string()).default([]),
      deploy: z
        .object({ commit: z.string().nullable(), state: z.string(), by: z.string(), started_at: Moment })
        .optional(),
    }),
  ),
});
type Lock = z.infer<typeof DeployStatus>['locks'][number];

/** One line a service: who has it, since when, why, until when, who waits, and the last deploy. */
export function renderDeployStatus(data: unknown): string {
  const { at, locks } = DeployStatus.parse(data);
  return renderRows(
    locks.map(({ service, state, through, free_after, by, reason, since, until, queue, deploy }) => ({
      service,
      state: stateText({ state, through, free_after }),
      by: by ?? null,
      since: since === undefined ? null : leagueTime(since, at),
      until: until === undefined ? null : leagueTime(until, at),
      why: reason ?? null,
      waiting: queue.length === 0 ? null : queue.join(', '),
      last_deploy: lastDeploy(deploy, at),
    })),
  );
}

function stateText({ state, through, free_after }: Pick<Lock, 'state' | 'through' | 'free_after'>): string {
  if (through !== undefined && state !== 'awaited') return `with ${through}`;
  return free_after.length === 0 ? state : `${state} after ${free_after.join(', ')}`;
}

function lastDeploy(deploy: Lock['deploy'], at: Instant): string | null {
  if (deploy === undefined) return null;
  const { commit, state, by, started_at } = deploy;
  return `${commit === null ? 'unknown commit' : shortCommit(commit)} ${state}, ${by}, ${leagueTime(started_at, at)}`;
}
