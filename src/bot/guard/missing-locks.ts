import * as z from 'zod';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import { Instant } from '../../platform/instant.ts';
import type { DetectedDeploy } from './match-deploy.ts';

const KnownLock = z.object({
  service: z.string(),
  state: z.string(),
  /** The name of another lock that blocks this lock, such as the global lock. */
  through: z.string().optional(),
  by: z.string().optional(),
  session: z.string().optional(),
  reason: z.string().optional(),
  until: z.string().pipe(Instant).optional(),
});
export type KnownLock = z.infer<typeof KnownLock>;

/** The fields that `tipoff guard` reads from the reply of `deploy status`. */
export const KnownLocks = z.object({ locks: z.array(KnownLock) });

/** A lock that the caller has to claim before the deploy. */
export interface MissingLock {
  readonly scope: string;
  readonly command: string;
  /** The lock of another session that blocks the deploy. Undefined if no other session blocks it. */
  readonly heldBy: KnownLock | undefined;
  /**
   * Whether the command names a service that has its own lock. A command without such a name may deploy any service.
   */
  readonly names: 'a-service' | 'none-known';
}

/** Finds an unreadable lock that a deploy needs. Such a lock blocks every session, because its holder is unknown. */
export function unreadableLock(deploys: readonly DetectedDeploy[], locks: readonly KnownLock[]): KnownLock | undefined {
  const unreadable = locks.filter(({ state, through }) => state === 'unreadable' && through === undefined);
  const scopes = deploys.map(({ service }) => scopeOf(service, locks));
  return unreadable.find(({ service }) => service === GLOBAL || scopes.includes(GLOBAL) || scopes.includes(service));
}

/**
 * Returns the locks that a session lacks for its deploys. A deploy needs the lock of its service or the global lock. A
 * deploy of an unknown service needs the global lock.
 */
export function missingLocks(
  deploys: readonly DetectedDeploy[],
  locks: readonly KnownLock[],
  session: string,
): readonly MissingLock[] {
  const held = locks.filter((lock) => lock.session === session).map(({ service }) => service);
  if (held.includes(GLOBAL)) return [];
  const needed = deploys.map(({ service, command }): MissingLock => {
    const scope = scopeOf(service, locks);
    const others = locks.filter((lock) => lock.session !== undefined && lock.session !== session);
    const heldBy = others.find((other) => scope === GLOBAL || [scope, GLOBAL].includes(other.service));
    return { scope, command, heldBy, names: scope === GLOBAL ? 'none-known' : 'a-service' };
  });
  return needed.filter(({ scope }) => !held.includes(scope));
}

function scopeOf(service: string | undefined, locks: readonly KnownLock[]): string {
  return service !== undefined && locks.some((lock) => lock.service === service) ? service : GLOBAL;
}
