/** The first bytes of a log, as this version of DuckDB writes them. */
const HEADER = [0x64, 0x00, 0x62, 0x65, 0x00, 0x02, 0xff, 0xff];
/** Before the content of an entry: its length and its checksum. */
export const ENTRY_HEADER_BYTES = 16;
/** DuckDB begins the content of every entry with this field, two bytes long. */
const FIRST_FIELD = 100;
const FIRST_FIELD_BYTES = 2;

export interface DuckdbLog {
  /** `other`: written by another version, or damaged. Nothing more is known then. */
  readonly header: 'known' | 'other';
  /** Up to the end of the last whole entry that can be reached from the beginning. */
  readonly wholeBytes: number;
  /** Whether whole entries follow that cannot be reached, because a length before them is wrong. */
  readonly after: 'nothing' | 'incomplete entry' | 'whole entries';
}

/**
 * Follows the entries of a log by their lengths. DuckDB takes a wrong length for the end of the log, without a word, and drops the rest at its
 * next checkpoint; so what follows has to be looked for here.
 */
export function readDuckdbLog(log: Uint8Array): DuckdbLog {
  if (!HEADER.every((byte, index) => log[index] === byte)) return { header: 'other', wholeBytes: 0, after: 'nothing' };
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let at = HEADER.length;
  for (let next = nextEntry(view, at); next !== undefined; next = nextEntry(view, at)) at = next;
  if (at === log.byteLength) return { header: 'known', wholeBytes: at, after: 'nothing' };
  return { header: 'known', wholeBytes: at, after: reachesEnd(view, at) ? 'whole entries' : 'incomplete entry' };
}

/** Where the entry at this position ends; undefined when the log ends before. */
function nextEntry(view: DataView, at: number): number | undefined {
  if (at + ENTRY_HEADER_BYTES > view.byteLength || view.getUint32(at + 4, true) !== 0) return undefined;
  const next = at + ENTRY_HEADER_BYTES + view.getUint32(at, true);
  return next > view.byteLength ? undefined : next;
}

/**
 * Whether entries that begin somewhere behind `from` lead exactly to the end of the log; an entry that was cut off does not. Values inside a
 * cut entry can look like a length, so the content has to begin as an entry does.
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
