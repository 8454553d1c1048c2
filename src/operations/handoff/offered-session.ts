import { currentLocks } from '../../coordination/deploy-locks/load-locks.ts';
import { type Claimant, claimantOf } from '../../coordination/deploy-locks/lock.ts';
import type { Addressee } from '../../coordination/handoffs/handoff.ts';
import { mayOfferFor } from '../../coordination/handoffs/handoff-policy.ts';
import { type Actor, isPersonalTransport } from '../../coordination/identity/actor.ts';
import { hasRole } from '../../coordination/identity/roles.ts';
import { isStartedSession, type Session, sessionRef } from '../../coordination/sessions/session.ts';
import { sessionHealth } from '../../coordination/sessions/session-health.ts';

import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { lockName } from '../deploy/lock-text.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { leagueDay } from '../kit/league-time.ts';

/** The session whose work is offered, and what is known of it without its own words. */
export interface OfferedSession {
  readonly claimant: Claimant;
  /** The last known state of an agent's session for which a person makes the offer; null for the caller's own session. */
  readonly lastKnown: string | null;
}

/**
 * Finds the session that a caller wants to hand over: its own, or an agent's. Throws a `Problem`: `unknown_session`, or
 * `not_allowed` if the caller may not offer a handoff for that session.
 */
export async function offeredSession(app: App, actor: Actor, session: string | undefined): Promise<OfferedSession> {
  const caller = claimantOf(actor);
  if (session === undefined || session === actor.session) return { claimant: caller, lastKnown: null };
  const found = await knownSession(app, session);
  const { session_id, name, acts_for } = found;
  const claimant = { session: session_id, kind: 'agent', name, user_id: null, acts_for } as const;
  const isApprover = actor.kind === 'person' && hasRole(actor, app.roles.approvers);
  if (!mayOfferFor(claimant, caller, isApprover ? 'approver' : 'no-approver')) {
    const message = `Only the session itself, @${acts_for} and approvers may hand over session ${session_id}. Ask @${acts_for}.`;
    throw new Problem({ code: 'not_allowed', message });
  }
  return { claimant, lastKnown: await lastKnownState(app, found) };
}

/** Parses for whom a handoff is: `anybody`, a session or a person. Throws a `Problem` if the session does not exist. */
export async function addresseeOf(app: App, to: string): Promise<Addressee> {
  if (to.toLowerCase() === 'anybody') return { type: 'anybody' };
  if (isStartedSession(to)) return { type: 'session', session: (await knownSession(app, to)).session_id };
  const isPersonal = isPersonalTransport(to, 'slack') || isPersonalTransport(to, 'cli');
  return isPersonal ? { type: 'session', session: to } : { type: 'person', name: to.replace(/^@/, '') };
}

async function knownSession({ store }: App, session: string): Promise<Session> {
  const found = isStartedSession(session) ? (await store.get(sessionRef(session)))?.data : undefined;
  if (found !== undefined) return found;
  const message = `The session ${quoteInput(session)} does not exist. \`tipoff session list\` lists the sessions.`;
  throw new Problem({ code: 'unknown_session', message });
}

/** Describes what is known of a session that may not be able to describe its work itself. */
async function lastKnownState(app: App, session: Session): Promise<string> {
  const now = await app.store.now();
  const health = sessionHealth(session, now);
  const said = session.summary === null ? '' : ` It last said about its work: ${quoteText(session.summary)}.`;
  const lost = await lostLocks(app, session);
  const locks = lost.length === 0 ? '' : ` It lost ${lost.map(lockName).join(', ')} when it ended.`;
  return `The session is ${health}. It was last heard at ${leagueDay(session.heartbeat_at)}.${said}${locks}`;
}

/** The services whose lock a dead or ended session lost, and that nobody has claimed since. */
async function lostLocks(app: App, { session_id }: Session): Promise<readonly string[]> {
  const views = await currentLocks(app);
  return views.flatMap((view) => {
    if (view.type !== 'readable' || view.lock.hold !== null) return [];
    const { last_end } = view.lock;
    const isLost = last_end?.how === 'session-ended' && last_end.hold.claimant.session === session_id;
    return isLost ? [view.lock.service] : [];
  });
}
