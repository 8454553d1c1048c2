import type { RecordSource } from './record-source.ts';

/** An import file that waits in the inbox. */
export interface InboxFile {
  readonly source: RecordSource;
  /**
   * Moves a file from the inbox to `done` or `failed` and puts the answer beside it. If the target folder has a file of
   * the same name, the moved file gets a number.
   */
  moveTo(folder: 'done' | 'failed', answer: string): Promise<void>;
}

/**
 * A folder of files to import. Files that changed a moment ago are left out, because they may be incomplete. `no-inbox`: this installation has
 * no folder that people can reach.
 */
export type ReadInbox = () => Promise<readonly InboxFile[] | 'no-inbox'>;
