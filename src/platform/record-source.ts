/** One record of a file, with its fields as unparsed text. */
export interface TextRecord {
  /** The line on which the record ends. The header is line 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** A file of records that can be read once. */
export interface RecordSource {
  /** The file's name, used in messages. */
  readonly name: string;

  /** Yields the header, then every record. Throws a `Problem` that names the file when it cannot be read further. */
  records(): AsyncIterable<TextRecord>;

  /** Returns the SHA-256 of the file's bytes in hex. Call it only after all records were read. */
  sha256(): string;
}
