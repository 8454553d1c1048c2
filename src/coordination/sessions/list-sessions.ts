import type { LockDeps } from '../deploy-locks/load-locks.ts';
import { nameOf } from '../identity/actor.ts';
import { type HeldBySession, holdingsIn, loadAllHoldings } from './read-holdings.ts';
import { isStartedSession, SESSIONS, type SessionNote } from './session.ts';
import type { Holding } from './session-card.ts';
import { type SessionHealth, sessionHealth } from './session-health.ts';

/** In the order they are listed: who is at work comes before who may be forgotten. */
const SHOWN = ['live', 'stale', 'dead'] as const satisfies readonly (SessionNote & SessionHealth)[];
const AT_MOST = 30;

export interface SessionReport {
  readonly session_id: string;
  /** As people read it: an agent with its person. */
  readonly who: string;
  readonly liveness: SessionHealth;
  readonly summary: string | null;
  readonly holds: readonly Holding[];
  /** Null for a person, whose sessions never start and never end. */
  readonly started_at: string | null;
  readonly last_heard_at: string | null;
}

/**
 * The sessions of agents that were not ended, as they stand now: at most thirty, the live ones first, then the stale and the dead, in each
 * part the newest first. Behind them those of people who hold something.
 */
export async function listSessions(deps: LockDeps): Promise<readonly SessionReport[]> {
  const { store } = deps;
  const [now, all] = await Promise.all([store.now(), loadAllHoldings(deps)]);
  const found = await Promise.all(
    SHOWN.map((noted) =>
      store.query(
        { collection: SESSIONS },
        { where: [['noted', '==', noted]], orderBy: ['started_at', 'desc'], limit: AT_MOST },
      ),
    ),
  );
  const agents = found.flat().map(({ data }) => ({
    session_id: data.session_id,
    who: nameOf({ name: data.name, actsFor: data.acts_for }),
    liveness: sessionHealth(data, now),
    summary: data.summary,
    holds: holdingsIn(all, data.session_id),
    started_at: data.started_at,
    last_heard_at: data.heartbeat_at,
  }));
  return [...liveFirst(agents).slice(0, AT_MOST), ...holdersAmongPeople(all)];
}

function liveFirst<R extends Pick<SessionReport, 'liveness'> & { readonly started_at: string }>(agents: readonly R[]) {
  return agents.toSorted(
    (a, b) => SHOWN.indexOf(a.liveness) - SHOWN.indexOf(b.liveness) || b.started_at.localeCompare(a.started_at),
  );
}

function holdersAmongPeople(all: readonly HeldBySession[]): readonly SessionReport[] {
  const people = new Map(all.filter(({ session }) => !isStartedSession(session)).map((held) => [held.session, held]));
  return [...people.values()].map(({ session, holder }) => ({
    session_id: session,
    who: holder,
    liveness: 'live',
    summary: null,
    holds: holdingsIn(all, session),
    started_at: null,
    last_heard_at: null,
  }));
}
