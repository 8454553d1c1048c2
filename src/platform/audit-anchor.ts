/**
 * A growing list of lines outside the stores. The lines show what a store has already held, so that Tipoff notices a store that was emptied
 * or set back to an earlier state.
 */
export interface AuditAnchor {
  /**
   * Creates the anchor with these lines unless it exists. A crash leaves the whole anchor or none. `lines` is called only when the anchor
   * does not exist.
   */
  begin(lines: () => Promise<readonly string[]>): Promise<void>;
  /**
   * Adds a line. Never throws, because the change that the line records has been committed; a failure is logged. A crash can lose the
   * newest lines or shorten the last one.
   */
  add(line: string): void;
  /** Reads all lines, the oldest first; undefined when there is no anchor. A crash may have shortened a line. */
  read(): Promise<readonly string[] | undefined>;
}
