/** The first bytes of a log, as this version of DuckDB writes them. */
const HEADER = [0x64, 0x00, 0x62, 0x65, 0x00, 0x02, 0xff, 0xff];
/** Before the content of an entry: its length and its checksum. */
export const ENTRY_HEADER_BYTES = 16;

export interface DuckdbLog {
  /** `other`: written by another version, or damaged. Nothing more is known then. */
  readonly header: 'known' | 'other';
  /** Bytes of whole entries. What follows is an entry that was not written to its end. */
  readonly wholeBytes: number;
}

/** Reads how far the entries of a log reach. DuckDB takes an entry that is not whole for the end of the log, without a word. */
export function readDuckdbLog(log: Uint8Array): DuckdbLog {
  if (!HEADER.every((byte, index) => log[index] === byte)) return { header: 'other', wholeBytes: 0 };
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let at = HEADER.length;
  while (at + ENTRY_HEADER_BYTES <= log.byteLength) {
    const next = BigInt(at + ENTRY_HEADER_BYTES) + view.getBigUint64(at, true);
    if (next > BigInt(log.byteLength)) break;
    at = Number(next);
  }
  return { header: 'known', wholeBytes: at };
}
