import type { Hold, Lock, Offer, Waiting } from './lock.ts';
import { lockOf, readableRivals, type Scene } from './scene.ts';

/** What keeps a session out: a hold, or that the lock is kept for somebody whose turn it is; `service` says of which scope. */
export type Obstacle =
  | { readonly type: 'held'; readonly service: string; readonly hold: Hold }
  | { readonly type: 'offered'; readonly service: string; readonly offer: Offer; readonly waiting: Waiting };

/** A scope is kept from a session by what others have of it or of a rival scope. What the session has itself is no obstacle. */
export function obstacleFor(scene: Scene, service: string, session: string): Obstacle | undefined {
  const locks = [lockOf(scene, service), ...readableRivals(scene, service)];
  const held = locks.flatMap((lock) => heldByOther(lock, session) ?? []);
  const offered = locks.flatMap((lock) => offeredToOther(lock, session) ?? []);
  return held[0] ?? offered[0];
}

function heldByOther({ service, hold }: Lock, session: string): Obstacle | undefined {
  return hold === null || hold.claimant.session === session ? undefined : { type: 'held', service, hold };
}

function offeredToOther({ service, offer, queue }: Lock, session: string): Obstacle | undefined {
  const [waiting] = queue;
  if (offer === null || waiting === undefined || offer.session === session) return undefined;
  return { type: 'offered', service, offer, waiting };
}
