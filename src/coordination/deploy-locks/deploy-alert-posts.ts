import { isMismatch } from '../deploys/served-commit.ts';
import type { NewPost } from '../outbox/post.ts';
import { type Deploy, GLOBAL, hasLostVariables } from './lock.ts';
import type { DeployAlert } from './lock-announcements.ts';
import { type DeployEvent, type LockState, readableLocks, type ScopedEvent } from './lock-state.ts';

/**
 * A deploy on which people may have to act is announced by a message of its own, because nobody is notified when a card
 * is edited: a deploy that is overdue, of which nothing has started, whose service serves something else than it
 * claims, or whose service has lost environment variables. The first two messages are edited when the case has ended.
 */
export function deployAlertPosts({ service, event }: ScopedEvent, after: LockState): readonly NewPost[] {
  if (!('deploy' in event)) return [];
  const { deploy } = event;
  return alertsOf(event).map(({ problem, outcome }) => {
    const isOpen = outcome === null && deploy.state === 'running';
    return alertPost({ service, problem, deploy, outcome, ticket: isOpen ? ticketOf(after, service, deploy) : null });
  });
}

function alertsOf({ type, deploy }: DeployEvent): readonly Pick<DeployAlert, 'problem' | 'outcome'>[] {
  switch (type) {
    case 'deploy-started':
      return [];
    case 'deploy-handed-over':
      return openAlerts(deploy).map((problem) => ({ problem, outcome: null }));
    case 'deploy-overdue':
      return [{ problem: 'overdue', outcome: null }];
    case 'deploy-missing':
      return [{ problem: 'missing', outcome: null }];
    case 'deploy-seen':
      return deploy.missing_since === null ? [] : [{ problem: 'missing', outcome: 'seen' }];
    case 'deploy-lost':
    case 'deploy-finished':
      return alertsAtEnd(deploy);
  }
}

/** The cases that ask people to act while the deploy runs. */
function openAlerts({ overdue_since, missing_since, seen_at }: Deploy): readonly ('overdue' | 'missing')[] {
  const isMissing = missing_since !== null && seen_at === null;
  return [...(overdue_since === null ? [] : (['overdue'] as const)), ...(isMissing ? (['missing'] as const) : [])];
}

/** The open cases that the end of a deploy closes, and the problems that its end reveals. */
function alertsAtEnd(deploy: Deploy): readonly Pick<DeployAlert, 'problem' | 'outcome'>[] {
  const closed = openAlerts(deploy).map((problem) => ({ problem, outcome: 'ended' }) as const);
  const isMismatched = deploy.state === 'succeeded' && isMismatch(deploy.served);
  return [
    ...closed,
    ...(isMismatched ? [{ problem: 'mismatch', outcome: null } as const] : []),
    ...(hasLostVariables(deploy) ? [{ problem: 'variables', outcome: null } as const] : []),
  ];
}

function alertPost(alert: Omit<DeployAlert, 'type'>): NewPost {
  const announcement: DeployAlert = { type: 'deploy-alert', ...alert };
  return { key: `deploy-${alert.deploy.deploy_id}-${alert.problem}`, announcement };
}

/** The id on the buttons of the hold that covers the deploy; null if that hold has ended. */
function ticketOf(state: LockState, service: string, { token }: Deploy): string | null {
  const holds = readableLocks(state).flatMap((lock) =>
    lock.hold !== null && (lock.service === service || lock.service === GLOBAL) ? [lock.hold] : [],
  );
  return holds.find((hold) => hold.token === token)?.ticket ?? null;
}
