import { APPROVALS } from '../approvals/approval.ts';
import { currentLocks, type LockDeps } from '../deploy-locks/load-locks.ts';
import type { Claimant } from '../deploy-locks/lock.ts';
import { nameOf } from '../identity/actor.ts';
import type { Holding } from './session-card.ts';

/** One thing that a session holds, and that session. */
export interface HeldBySession {
  readonly session: string;
  /** The displayed name of the session's owner. */
  readonly holder: string;
  readonly holding: Holding;
}

/** Everything that sessions hold now: locks, queue places, reservations and pending approval requests. */
export async function loadAllHoldings(deps: LockDeps): Promise<readonly HeldBySession[]> {
  const [views, pending] = await Promise.all([
    currentLocks(deps),
    deps.store.query({ collection: APPROVALS }, { where: [['state', '==', 'pending']] }),
  ]);
  const locks = views.flatMap((view) => (view.type === 'readable' ? [view.lock] : []));
  return [
    ...locks.flatMap(({ service, hold }) =>
      hold === null ? [] : [held(hold.claimant, { kind: 'lock', id: service, until: hold.until })],
    ),
    ...locks.flatMap(({ service, queue, reservation }) =>
      queue.map(({ claimant }) =>
        reservation?.session === claimant.session
          ? held(claimant, { kind: 'offer', id: service, until: reservation.until })
          : held(claimant, { kind: 'queue', id: service, until: null }),
      ),
    ),
    ...pending.flatMap(({ data }) => {
      const holding = { kind: 'approval', id: data.approval_id, until: data.expires_at } as const;
      const session = data.requested_session;
      return session === null ? [] : [{ session, holder: data.handed_to ?? data.requested_by, holding }];
    }),
  ];
}

/** Everything that one session holds now. */
export async function loadHoldings(deps: LockDeps, sessionId: string): Promise<readonly Holding[]> {
  return holdingsIn(await loadAllHoldings(deps), sessionId);
}

export function holdingsIn(all: readonly HeldBySession[], sessionId: string): readonly Holding[] {
  return all.filter(({ session }) => session === sessionId).map(({ holding }) => holding);
}

function held({ session, name, acts_for }: Claimant, holding: Holding): HeldBySession {
  return { session, holder: nameOf(acts_for === null ? { name } : { name, actsFor: acts_for }), holding };
}
