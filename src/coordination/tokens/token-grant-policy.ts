import type { Instant } from '../../platform/instant.ts';
import type { Actor } from '../identity/actor.ts';
import { hasRole, isPersonNamed, type RolePolicy, type Roles } from '../identity/roles.ts';
import { type Token, type TokenRight, type TokenState, tokenState } from './token.ts';

type RoleName = { [K in keyof Roles]: Roles[K] extends RolePolicy ? K : never }[keyof Roles];

/** The right that each role gives. The type makes the compiler report a role without an entry. */
const ROLE_RIGHTS: Readonly<Record<RoleName, (roles: Roles) => readonly [TokenRight, RolePolicy]>> = {
  approvers: ({ approvers }) => ['approve', approvers],
  takeover: ({ takeover }) => ['take-over', takeover],
};

/** A token that a person wants to create. */
export interface TokenGrant {
  readonly creator: Actor;
  /** The person whom the agent will act for, by name or Slack id. */
  readonly actsFor: string;
  readonly scope: Token['scope'];
  /** `existing`: the agent token continues a session that was started before. */
  readonly session: 'new' | 'existing';
}

/**
 * Returns the rights that the person behind the agent has to confirm. The creator of a
 * token cannot grant rights that the creator lacks, so the person has to confirm:
 * - each role that the person has and the creator lacks;
 * - an existing session of another person, unless the creator may take over its locks.
 * People confirm nothing for their own agents. A read-only token grants no rights.
 */
export function rightsToConfirm({ creator, actsFor, scope, session }: TokenGrant, roles: Roles): readonly TokenRight[] {
  if (scope === 'read' || isPersonNamed(creator, actsFor)) return [];
  const agent = { kind: 'agent', name: '', actsFor } as const;
  const byRole = Object.values(ROLE_RIGHTS)
    .map((rightOf) => rightOf(roles))
    .filter(([, role]) => hasRole(agent, role) && !hasRole(creator, role))
    .map(([right]) => right);
  const needsSession = session === 'existing' && !hasRole(creator, roles.takeover);
  return needsSession ? [...byRole, 'session'] : byRole;
}

export interface ConfirmationDecision {
  readonly decision: NonNullable<Token['decision']>;
  readonly by: Actor;
}

export type ConfirmationAnswer =
  | { readonly type: 'decided'; readonly token: Token }
  /** The decision came from another person than the one whom the agent would act for. */
  | { readonly type: 'not-theirs'; readonly token: Token }
  | { readonly type: 'not-pending'; readonly token: Token; readonly state: TokenState };

/**
 * Applies a decision to an agent token. Only the person whom the agent would act for decides. That person decides once,
 * before the token expires or is revoked.
 */
export function applyConfirmation(
  token: Token,
  { decision, by }: ConfirmationDecision,
  now: Instant,
): ConfirmationAnswer {
  const state = tokenState(token, now);
  if (!isPersonNamed(by, token.acts_for)) return { type: 'not-theirs', token };
  if (state !== 'pending') return { type: 'not-pending', token, state };
  return { type: 'decided', token: { ...token, decision, decided_at: now } };
}
