/** One record of an import file, with its fields as unparsed text. */
export interface TextRecord {
  /** The line of the file on which the record ends. The header is line 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** An import file whose records can be read once. */
export interface RecordSource {
  /** The name of the file, which messages show. */
  readonly name: string;

  /**
   * Yields the header of the file, then every record. Throws a `Problem` that names the file when it cannot be read
   * further.
   */
  records(): AsyncIterable<TextRecord>;

  /**
   * Returns the SHA-256 hash of a file's bytes as hexadecimal digits. Call it only after all records of the file were
   * read.
   */
  sha256(): string;
}
