import type { Instant } from '../../platform/instant.ts';
import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { nameOf } from '../identity/actor.ts';
import { type HeldBySession, holdingsIn, loadAllHoldings } from './load-holdings.ts';
import { isStartedSession, SESSIONS, type SessionNote } from './session.ts';
import type { Holding } from './session-card.ts';
import { noteOfHealth, type SessionHealth, sessionHealth } from './session-health.ts';

/** The stored healths of the sessions in the list, in the order in which the list shows them. */
const LISTED: readonly SessionNote[] = ['live', 'stale', 'dead', 'unused'];
const AT_MOST = 30;

export interface SessionReport {
  readonly session_id: string;
  /** The displayed name of the session's owner. An agent's name includes the person it acts for. */
  readonly who: string;
  readonly health: SessionHealth;
  readonly summary: string | null;
  readonly holds: readonly Holding[];
  /** When the session started; null for a person's session, which never starts or ends. */
  readonly started_at: string | null;
  readonly last_heard_at: string | null;
}

/**
 * Lists at most thirty sessions of agents that have not ended, then the sessions of people who hold something. Sessions of agents are
 * ordered by health: live or untracked, then stale, dead, and never used. Within each group the newest comes first.
 */
export async function listSessions(deps: LockDeps): Promise<readonly SessionReport[]> {
  const { store } = deps;
  const [now, all] = await Promise.all([store.now(), loadAllHoldings(deps)]);
  const found = await Promise.all(
    LISTED.map((noted) =>
      store.query(
        { collection: SESSIONS },
        { where: [['noted', '==', noted]], orderBy: ['started_at', 'desc'], limit: AT_MOST },
      ),
    ),
  );
  const agents = found.flat().map(({ data }) => ({
    session_id: data.session_id,
    who: nameOf({ name: data.name, actsFor: data.acts_for }),
    health: sessionHealth(data, now),
    summary: data.summary,
    holds: holdingsIn(all, data.session_id),
    started_at: data.started_at,
    last_heard_at: data.heartbeat_at,
  }));
  return [...liveFirst(agents).slice(0, AT_MOST), ...peopleWhoHold(all, now)];
}

function liveFirst<R extends Pick<SessionReport, 'health'> & { readonly started_at: string }>(agents: readonly R[]) {
  return agents.toSorted((a, b) => rankOf(a) - rankOf(b) || b.started_at.localeCompare(a.started_at));
}

function rankOf({ health }: Pick<SessionReport, 'health'>): number {
  return LISTED.indexOf(noteOfHealth(health));
}

function peopleWhoHold(all: readonly HeldBySession[], now: Instant): readonly SessionReport[] {
  const people = new Map(all.filter(({ session }) => !isStartedSession(session)).map((held) => [held.session, held]));
  return [...people.values()].map(({ session, holder }) => ({
    session_id: session,
    who: holder,
    health: sessionHealth(undefined, now),
    summary: null,
    holds: holdingsIn(all, session),
    started_at: null,
    last_heard_at: null,
  }));
}
