/** The first bytes of a write-ahead log of this version of DuckDB. */
const HEADER = [0x64, 0x00, 0x62, 0x65, 0x00, 0x02, 0xff, 0xff];
/** The size of the header of each entry in a DuckDB log. The header holds the entry's length and checksum. */
export const ENTRY_HEADER_BYTES = 16;
/** The number of the field with which the content of every DuckDB log entry begins. DuckDB writes it in two bytes. */
const FIRST_FIELD = 100;
const FIRST_FIELD_BYTES = 2;

export interface DuckdbLog {
  /** With `other`, the DuckDB log is damaged or another version of DuckDB wrote it, so its entries cannot be read. */
  readonly header: 'known' | 'other';
  /** The number of bytes of the DuckDB log up to the end of the last complete entry before any damage. */
  readonly wholeBytes: number;
  /**
   * What the DuckDB log contains after the first `wholeBytes` bytes. `whole entries` means complete entries that DuckDB
   * ignores, because an entry with a wrong length precedes them.
   */
  readonly after: 'nothing' | 'incomplete entry' | 'whole entries';
}

/**
 * Reads the entries of a DuckDB log one after the other by their lengths. DuckDB treats a wrong length as the end of
 * the log and drops the rest at its next checkpoint without an error. This function therefore looks for entries after a
 * wrong length.
 */
export function readDuckdbLog(log: Uint8Array): DuckdbLog {
  if (!HEADER.every((byte, index) => log[index] === byte)) return { header: 'other', wholeBytes: 0, after: 'nothing' };
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let at = HEADER.length;
  for (let next = nextEntry(view, at); next !== undefined; next = nextEntry(view, at)) at = next;
  if (at === log.byteLength) return { header: 'known', wholeBytes: at, after: 'nothing' };
  return { header: 'known', wholeBytes: at, after: reachesEnd(view, at) ? 'whole entries' : 'incomplete entry' };
}

/**
 * Returns the position where the entry at `at` in a DuckDB log ends; undefined when the log ends before the entry does.
 */
function nextEntry(view: DataView, at: number): number | undefined {
  if (at + ENTRY_HEADER_BYTES > view.byteLength || view.getUint32(at + 4, true) !== 0) return undefined;
  const next = at + ENTRY_HEADER_BYTES + view.getUint32(at, true);
  return next > view.byteLength ? undefined : next;
}

/**
 * Returns whether complete entries of a DuckDB log begin somewhere after `from` and end exactly at the end of the log.
 * Bytes inside an incomplete entry can look like a length, so the content of each entry must also begin with the
 * expected field number.
 */
function reachesEnd(view: DataView, from: number): boolean {
  const leads = new Uint8Array(view.byteLength - from + 1);
  leads[view.byteLength - from] = 1;
  for (let at = view.byteLength - ENTRY_HEADER_BYTES - FIRST_FIELD_BYTES; at > from; at -= 1) {
    const next = nextEntry(view, at);
    if (next !== undefined && leads[next - from] === 1 && beginsAsEntry(view, at, next)) leads[at - from] = 1;
  }
  return leads.subarray(0, -1).includes(1);
}

function beginsAsEntry(view: DataView, at: number, next: number): boolean {
  const content = at + ENTRY_HEADER_BYTES;
  return next >= content + FIRST_FIELD_BYTES && view.getUint16(content, true) === FIRST_FIELD;
}
