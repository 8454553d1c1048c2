import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommitHistory } from '../commit-history.ts';
import { gitHistory } from './git-history.ts';

const NO_CHECKOUT = {
  type: 'unknown',
  why: 'Tipoff does not run from a git checkout, and TIPOFF_REPOSITORY is not set. Set TIPOFF_REPOSITORY to the git repository of the services.',
} as const;

/**
 * The history of the git checkout whose root is `folder`. Another repository around the folder is not read, because it
 * is not the code of the services.
 */
export function checkoutHistory(folder: string): CommitHistory {
  const history = gitHistory(folder);
  // A worktree has a file in the place of the folder.
  const isCheckout = () => existsSync(join(folder, '.git'));
  return {
    compare: async (base, head) => (isCheckout() ? await history.compare(base, head) : NO_CHECKOUT),
    readMissingPaths: async (commit, paths) =>
      isCheckout() ? await history.readMissingPaths(commit, paths) : NO_CHECKOUT,
    readMain: async () => (isCheckout() ? await history.readMain() : NO_CHECKOUT),
    diffUrl: history.diffUrl,
  };
}
