/** The first bytes of a log, as this version of DuckDB writes them. */
const HEADER = [0x64, 0x00, 0x62, 0x65, 0x00, 0x02, 0xff, 0xff];
/** The size of the header of each entry, which holds the entry's length and checksum. */
export const ENTRY_HEADER_BYTES = 16;
/** The number of the field with which the content of every entry begins. DuckDB writes it in two bytes. */
const FIRST_FIELD = 100;
const FIRST_FIELD_BYTES = 2;

export interface DuckdbLog {
  /** `other`: the log is damaged or another version of DuckDB wrote it, so its entries cannot be followed. */
  readonly header: 'known' | 'other';
  /** The number of bytes up to the end of the last whole entry that can be reached from the beginning. */
  readonly wholeBytes: number;
  /** What follows `wholeBytes`. `whole entries`: a wrong length before these entries makes them unreachable. */
  readonly after: 'nothing' | 'incomplete entry' | 'whole entries';
}

/**
 * Follows the entries of a log by their lengths. DuckDB takes a wrong length for the end of the log, reports nothing, and drops the rest at
 * its next checkpoint. This function therefore looks for entries after a wrong length.
 */
export function readDuckdbLog(log: Uint8Array): DuckdbLog {
  if (!HEADER.every((byte, index) => log[index] === byte)) return { header: 'other', wholeBytes: 0, after: 'nothing' };
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let at = HEADER.length;
  for (let next = nextEntry(view, at); next !== undefined; next = nextEntry(view, at)) at = next;
  if (at === log.byteLength) return { header: 'known', wholeBytes: at, after: 'nothing' };
  return { header: 'known', wholeBytes: at, after: reachesEnd(view, at) ? 'whole entries' : 'incomplete entry' };
}

/** Returns the position where the entry at `at` ends; undefined when the log ends before the entry does. */
function nextEntry(view: DataView, at: number): number | undefined {
  if (at + ENTRY_HEADER_BYTES > view.byteLength || view.getUint32(at + 4, true) !== 0) return undefined;
  const next = at + ENTRY_HEADER_BYTES + view.getUint32(at, true);
  return next > view.byteLength ? undefined : next;
}

/**
 * Returns whether a chain of entries begins after `from` and ends exactly at the end of the log. An incomplete entry forms no such chain. A
 * value inside an incomplete entry can look like a length, so each content must also begin as the content of an entry does.
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
