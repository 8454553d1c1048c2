/** One record of a file, as text: nothing is known of its meaning yet. */
export interface TextRecord {
  /** Where the record ends, counted from 1 with the header. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** A file of records that can be read through once. */
export interface RecordSource {
  /** The file's name, for messages. */
  readonly name: string;

  /** The header first, then every record. Throws a `Problem` that names the file where it cannot be read on. */
  records(): AsyncIterable<TextRecord>;

  /** Of the file's bytes, in hex; only after all records were read. */
  sha256(): string;
}
