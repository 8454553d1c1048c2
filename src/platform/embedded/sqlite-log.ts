const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;
/** The last bit of the magic number of a SQLite log. It is set when the log's checksums are big-endian. */
const BIG_ENDIAN = 1;
const CHECKED_HEADER_BYTES = 24;
const CHECKED_FRAME_BYTES = 8;

export interface SqliteLog {
  /** The number of bytes of a SQLite log up to the end of the last commit that SQLite can read. */
  readonly readableBytes: number;
  readonly commits: number;
  /** The number of commits that follow an unreadable frame of the SQLite log. SQLite ignores these commits. */
  readonly unreadableCommits: number;
  readonly header: 'readable' | 'damaged';
}

/**
 * Reads a SQLite write-ahead log as SQLite does when it opens the file
 * (https://sqlite.org/fileformat2.html#the_write_ahead_log). SQLite takes the first frame with a wrong checksum for the
 * end of the log and reports nothing. This function therefore looks for commits after that frame.
 */
export function readSqliteLog(log: Uint8Array): SqliteLog {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const header = readHeader(view);
  if (header === undefined) return { readableBytes: 0, commits: 0, unreadableCommits: 0, header: 'damaged' };
  const { commits, readableBytes, stopsAt } = readFrames(view, header);
  const unreadableCommits = countCommits(view, header, stopsAt + header.frameBytes);
  return { readableBytes, commits, unreadableCommits, header: 'readable' };
}

function readFrames(view: DataView, { isLittle, frameBytes, salt, ...header }: LogHeader) {
  let sums = header.sums;
  let [readableBytes, commits, at] = [HEADER_BYTES, 0, HEADER_BYTES];
  const pageBytes = frameBytes - FRAME_HEADER_BYTES;
  for (; at + frameBytes <= view.byteLength; at += frameBytes) {
    sums = checksum(view, { from: at, length: CHECKED_FRAME_BYTES, isLittle }, sums);
    sums = checksum(view, { from: at + FRAME_HEADER_BYTES, length: pageBytes, isLittle }, sums);
    const isWhole = view.getUint32(at + 16) === sums[0] && view.getUint32(at + 20) === sums[1];
    if (!isWhole || !isOfLog(view, at, salt)) break;
    if (!isCommit(view, at)) continue;
    commits += 1;
    readableBytes = at + frameBytes;
  }
  return { commits, readableBytes, stopsAt: at };
}

function countCommits(view: DataView, { frameBytes, salt }: LogHeader, from: number): number {
  let commits = 0;
  for (let at = from; at + frameBytes <= view.byteLength; at += frameBytes)
    if (isOfLog(view, at, salt) && isCommit(view, at)) commits += 1;
  return commits;
}

type Sums = readonly [number, number];

interface LogHeader {
  readonly isLittle: boolean;
  readonly sums: Sums;
  readonly frameBytes: number;
  readonly salt: bigint;
}

function readHeader(view: DataView): LogHeader | undefined {
  if (view.byteLength < HEADER_BYTES) return;
  const magic = view.getUint32(0);
  const pageBytes = view.getUint32(8);
  const isLittle = (magic & BIG_ENDIAN) === 0;
  const isKnown = (magic & ~BIG_ENDIAN) === MAGIC && pageBytes >= 512 && pageBytes <= 65_536;
  if (!isKnown) return;
  const sums = checksum(view, { from: 0, length: CHECKED_HEADER_BYTES, isLittle }, [0, 0]);
  if (view.getUint32(24) !== sums[0] || view.getUint32(28) !== sums[1]) return;
  return { isLittle, sums, frameBytes: FRAME_HEADER_BYTES + pageBytes, salt: view.getBigUint64(16) };
}

/**
 * SQLite reuses a log file from its beginning, so old frames may follow the current ones. The salts of old frames are
 * different.
 */
function isOfLog(view: DataView, frame: number, salt: bigint): boolean {
  return view.getBigUint64(frame + 8) === salt;
}

function isCommit(view: DataView, frame: number): boolean {
  return view.getUint32(frame + 4) !== 0;
}

function checksum(
  view: DataView,
  { from, length, isLittle }: { from: number; length: number; isLittle: boolean },
  [first, second]: Sums,
): Sums {
  let [a, b] = [first, second];
  for (let at = from; at < from + length; at += 8) {
    a = (a + view.getUint32(at, isLittle) + b) >>> 0;
    b = (b + view.getUint32(at + 4, isLittle) + a) >>> 0;
  }
  return [a, b];
}
