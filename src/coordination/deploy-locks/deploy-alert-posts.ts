import type { NewPost } from '../outbox/post.ts';
import { isMismatch } from '../deploys/served-commit.ts';
import { type Deploy, GLOBAL } from './lock.ts';
import type { DeployAlert } from './lock-announcements.ts';
import { type LockState, readableLocks, type ScopedEvent } from './lock-state.ts';

/**
 * A deploy on which people may have to act is announced by a message of its own, because nobody is notified when a card
 * is edited: a deploy that is overdue, of which nothing has started, or whose service serves something else than it
 * claims. The first two messages are edited when the case has ended.
 */
export function deployAlertPosts({ service, event }: ScopedEvent, after: LockState): readonly NewPost[] {
  if (!('deploy' in event)) return [];
  const { deploy } = event;
  const post = (problem: DeployAlert['problem'], outcome: DeployAlert['outcome']) => {
    const isOpen = outcome === null && deploy.state === 'running';
    return alertPost({ service, problem, deploy, outcome, ticket: isOpen ? ticketOf(after, service, deploy) : null });
  };
  switch (event.type) {
    case 'deploy-overdue':
      return [post('overdue', null)];
    case 'deploy-missing':
      return [post('missing', null)];
    case 'deploy-seen':
      return deploy.missing_since === null ? [] : [post('missing', 'seen')];
    case 'deploy-lost':
    case 'deploy-finished':
      return [
        ...(deploy.overdue_since === null ? [] : [post('overdue', 'ended')]),
        ...(deploy.missing_since === null || deploy.seen_at !== null ? [] : [post('missing', 'ended')]),
        ...(deploy.state === 'succeeded' && isMismatch(deploy.served) ? [post('mismatch', null)] : []),
      ];
    case 'deploy-started':
      return [];
  }
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
