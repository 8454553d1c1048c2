import type { RecordSource } from './record-source.ts';

/** A file that waits in the inbox. */
export interface InboxFile {
  readonly source: RecordSource;
  /**
   * Moves the file to `done` or `failed` and puts the answer beside it. A file of the same name that was moved earlier stays: the new one
   * gets a number.
   */
  moveTo(folder: 'done' | 'failed', answer: string): Promise<void>;
}

/** A folder of files to import. Files that changed a moment ago are left out, because somebody may still be writing them. */
export type ReadInbox = () => Promise<readonly InboxFile[]>;
