import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

const HEADER_BYTES = 100;
const PAGE_BYTES = 4_096;
const MAGIC = 'SQLite format 3\0';
/** Two bytes of a SQLite header that select the journal mode `delete` for reading and for writing. */
const ROLLBACK_JOURNAL = [1, 1];
/** The bytes of a SQLite header whose values the file format fixes: the reserved bytes, then the payload fractions. */
const FIXED = [0, 64, 32, 32];
const SCHEMA_FORMAT = 4;
const UTF_8 = 1;

/**
 * Writes a new header (https://sqlite.org/fileformat2.html#the_database_header) into a SQLite file of Tipoff whose
 * header is damaged, so that its tables can be read. The list of free pages is lost, so the rows must be copied into a
 * new file.
 */
export function writeHeader(path: string, userVersion: number): void {
  const file = openSync(path, 'r+');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    header.write(MAGIC, 'latin1');
    header.writeUInt16BE(PAGE_BYTES, 16);
    header.set([...ROLLBACK_JOURNAL, ...FIXED], 18);
    header.writeUInt32BE(1, 24);
    header.writeUInt32BE(Math.floor(fstatSync(file).size / PAGE_BYTES), 28);
    header.writeUInt32BE(SCHEMA_FORMAT, 44);
    header.writeUInt32BE(UTF_8, 56);
    header.writeUInt32BE(userVersion, 60);
    header.writeUInt32BE(1, 92);
    writeSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
}
