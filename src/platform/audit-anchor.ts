/**
 * A growing list of lines that is kept outside the stores. The lines say what a store has contained, so that Tipoff
 * notices a store that was emptied or set back to an earlier state.
 */
export interface AuditAnchor {
  /**
   * Creates the anchor with these first lines unless the anchor exists. A crash leaves the whole anchor or none.
   * `lines` is called only when the anchor does not exist.
   */
  begin(lines: () => Promise<readonly string[]>): Promise<void>;
  /**
   * Adds a line to the anchor. A failure is logged and never thrown, because the change that the line records has been
   * committed. A crash can lose the newest lines or shorten the last one.
   */
  add(line: string): void;
  /** Resolves when no added line waits to be written, so that the process may end. */
  settled(): Promise<void>;
  /**
   * Reads all lines of the anchor, the oldest first; undefined when the anchor does not exist. A crash may have cut a
   * line short.
   */
  read(): Promise<readonly string[] | undefined>;
}
