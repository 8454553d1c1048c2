import type { Reading, Unknown } from './reading.ts';

/** One commit. */
export interface Commit {
  /** The full hash, 40 hex digits. */
  readonly sha: string;
  /** The first line of the message. */
  readonly title: string;
  readonly author: string;
  /** ISO 8601. */
  readonly committedAt: string;
  /** The paths that the commit changes, from the root of the repository. */
  readonly files: readonly string[];
}

/** How `head` relates to `base`. */
export type CommitRange =
  | {
      readonly type: 'known';
      /** The full hashes. */
      readonly base: string;
      readonly head: string;
      /** The commits of `head` that `base` lacks, newest first. Empty if `base` contains `head`. */
      readonly ahead: readonly Commit[];
      /** The number of commits of `base` that `head` lacks. It is more than 0 if `head` is older or on another branch. */
      readonly behind: number;
    }
  | Unknown;

/**
 * The history of the code that the services are built from. A history that is absent, shallow or rewritten, or that
 * cannot be reached, gives `unknown`: it never gives an empty range.
 */
export interface CommitHistory {
  /** Compares two commits. Each is a hash of at least seven hex digits. */
  compare(base: string, head: string): Promise<CommitRange>;
  /** Resolves to those of the files and folders that a commit does not have. The paths start at the root of the repository. */
  readMissingPaths(commit: string, paths: readonly string[]): Promise<Reading<readonly string[]>>;
  /** Resolves to the full hash of the newest commit of the main branch. */
  readMain(): Promise<{ readonly type: 'known'; readonly sha: string } | Unknown>;
  /** Returns the address of a page that shows the changes between two commits; null if there is none. */
  diffUrl(base: string, head: string): string | null;
}
