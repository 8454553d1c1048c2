import type { LastGood } from './last-good.ts';
import type { OutgoingChanges } from './outgoing-changes.ts';

/** What is known about a deploy before it starts. It is read outside of the transaction that records the start. */
export interface DeployPlan {
  /** The commits that go out; null if the deploy names no commit. */
  readonly changes: OutgoingChanges | null;
  readonly last_good: LastGood | null;
  /** The names of the environment variables that the service has; null if they are unknown. */
  readonly variables: readonly string[] | null;
  /** How long the deploy may run before it is overdue. */
  readonly overdueAfterMs: number;
}
