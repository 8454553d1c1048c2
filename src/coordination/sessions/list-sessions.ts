import { nameOf } from '../identity/actor.ts';
import type { LockDeps } from '../locks/read-scene.ts';
import { type Liveness, livenessOf } from './liveness.ts';
import { type Held, holdingsIn, readAllHeld } from './read-holdings.ts';
import { isStartedSession, type Noted, SESSIONS } from './session.ts';
import type { Holding } from './session-card.ts';

const SHOWN = ['live', 'stale', 'dead'] as const satisfies readonly Noted[];
const AT_MOST = 30;

export interface SessionReport {
  readonly session_id: string;
  /** As people read it: an agent with its person. */
  readonly who: string;
  readonly liveness: Liveness;
  readonly summary: string | null;
  readonly holds: readonly Holding[];
  /** Null for a person, whose sessions never start and never end. */
  readonly started_at: string | null;
  readonly last_heard_at: string | null;
}

/** The sessions of agents that were not ended, the newest first, as they stand now; and those of people who hold something. */
export async function listSessions(deps: LockDeps): Promise<readonly SessionReport[]> {
  const { store } = deps;
  const [now, all] = await Promise.all([store.now(), readAllHeld(deps)]);
  const found = await Promise.all(
    SHOWN.map((noted) =>
      store.query(
        { collection: SESSIONS },
        { where: [['noted', '==', noted]], orderBy: ['started_at', 'desc'], limit: AT_MOST },
      ),
    ),
  );
  const newest = found.flat().toSorted((a, b) => b.data.started_at.localeCompare(a.data.started_at));
  const agents = newest.slice(0, AT_MOST).map(({ data }) => ({
    session_id: data.session_id,
    who: nameOf({ name: data.name, actsFor: data.acts_for }),
    liveness: livenessOf(data, now),
    summary: data.summary,
    holds: holdingsIn(all, data.session_id),
    started_at: data.started_at,
    last_heard_at: data.heartbeat_at,
  }));
  return [...agents, ...holdersAmongPeople(all)];
}

function holdersAmongPeople(all: readonly Held[]): readonly SessionReport[] {
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
