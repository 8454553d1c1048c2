/**
 * Lines kept outside the stores that only grow. They show what a store has already held, so that a store that was emptied or set back to an
 * earlier state is noticed.
 */
export interface AuditAnchor {
  /** Creates the anchor with these lines, whole or not at all, if there is none. `lines` is called only then. */
  begin(lines: () => Promise<readonly string[]>): Promise<void>;
  /**
   * Adds a line. Never throws, because the change that the line belongs to has been committed: a failure is logged. A crash can lose the
   * newest lines or cut the last one short.
   */
  add(line: string): void;
  /** All lines, the oldest first; undefined when there is no anchor. A line that was cut short can be among them. */
  read(): Promise<readonly string[] | undefined>;
}
