import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, pipeline } from 'node:stream';
import { pipeline as runPipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { assertReadable, fileFault } from '../file-fault.ts';
import { Problem } from '../problem.ts';
import type { RecordSource, TextRecord } from '../record-source.ts';
import { InvalidCsv, parseCsv } from './parse-csv.ts';

const CHUNK_BYTES = 256 * 1024;
/**
 * The maximum factor by which a gzip file may grow when it is unpacked. Tables of numbers and names grow less than 20
 * times.
 */
const MAX_GROWTH = 100;
/** A gzip file that unpacks to at most this size is accepted, however much it grows. */
const ALWAYS_UNPACKED_BYTES = 16 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;

const SystemError = z.object({ code: z.string() });

/**
 * Lists the files of a folder, sorted by name, or the single file at this path. Hidden files (`.name`) are skipped.
 * Only the names are read, so the list may contain files that are not CSV. Throws a `Problem` when the path does not
 * exist.
 */
export async function importFolder(path: string): Promise<readonly RecordSource[]> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) assertReadable(found);
    if (found.isFile()) return [fileSource(dirname(path), basename(path))];
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries
      .filter((entry) => !(entry.isDirectory() || entry.name.startsWith('.')))
      .map(({ name }) => name);
    return names.sort().map((name) => fileSource(path, name));
  } catch (error) {
    throw unreadablePath(path, error);
  }
}

function fileSource(folder: string, name: string): RecordSource {
  const hash = createHash('sha256');
  return { name, records: () => readRecords(join(folder, name), hash), sha256: () => hash.copy().digest('hex') };
}

/**
 * Reads a CSV file in UTF-8, with or without a byte order mark and with any line ending. Unpacks the file when its name
 * ends in `.gz`, up to a limit.
 */
async function* readRecords(path: string, hash: ReturnType<typeof createHash>): AsyncGenerator<TextRecord> {
  const name = basename(path);
  await refuseSpecialFile(path);
  const isPacked = name.toLowerCase().endsWith('.gz');
  if (isPacked) await refuseTooLarge(path);
  const unpack = isPacked ? createGunzip({ chunkSize: CHUNK_BYTES }) : new PassThrough();
  async function* hashed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  }
  // This callback ignores a read error, because `unpack` also throws the error to the code that reads the records.
  const ignore = (): undefined => undefined;
  pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hashed, unpack, ignore);
  let line = 0;
  try {
    for await (const record of parseCsv(unpack)) {
      line = record.line;
      yield record;
    }
  } catch (error) {
    throw unreadableFile({ name, line }, error);
  }
}

async function refuseSpecialFile(path: string): Promise<void> {
  try {
    assertReadable(await stat(path));
  } catch (error) {
    throw unreadableFile({ name: basename(path), line: 0 }, error);
  }
}

/**
 * Unpacks a gzip file once, without reading its rows, and throws when it unpacks to too much data. Without this check,
 * a small file that unpacks to gigabytes would keep the process busy for minutes. Damage in the file is ignored here,
 * because the import reports it when it reads the rows.
 */
async function refuseTooLarge(path: string): Promise<void> {
  const { size } = await stat(path);
  const limit = Math.min(MAX_UNPACKED_BYTES, Math.max(ALWAYS_UNPACKED_BYTES, size * MAX_GROWTH));
  let unpackedBytes = 0;
  try {
    await runPipeline(createReadStream(path), createGunzip({ chunkSize: CHUNK_BYTES }), async (chunks) => {
      for await (const chunk of chunks) {
        unpackedBytes += Buffer.from(chunk).length;
        if (unpackedBytes > limit) return;
      }
    });
  } catch {
    // The import reads the file again and reports its damage. Stopping at the limit also ends the pipeline with an error.
  }
  if (unpackedBytes > limit) throw tooLarge(basename(path), { size, limit });
}

function tooLarge(name: string, { size, limit }: { readonly size: number; readonly limit: number }): Problem {
  const [packed, unpacked] = [size.toLocaleString('en-US'), limit.toLocaleString('en-US')];
  const message = `${name} has ${packed} bytes and unpacks to more than ${unpacked}. Nothing of it was imported. Check the file. If its data is right, unpack it and import the CSV file.`;
  return new Problem({ code: 'unreadable_file', message });
}

function unreadablePath(path: string, cause: unknown): Problem {
  const message = `${path} cannot be read: ${reason(cause)}. Name a folder with CSV files, or one of the files.`;
  return new Problem({ code: 'no_such_folder', message, cause });
}

/** The error messages of the CSV parser already contain the line number. */
function unreadableFile({ name, line }: { name: string; line: number }, cause: unknown): Problem {
  const position = line === 0 ? name : `${name}, after line ${line}`;
  const message =
    cause instanceof InvalidCsv
      ? `${name} is not a valid CSV file (${cause.message}).`
      : `${position}: the file cannot be read: ${reason(cause)}.`;
  return new Problem({ code: 'unreadable_file', message, cause });
}

function reason(error: unknown): string {
  const known: Readonly<Record<string, string>> = {
    Z_BUF_ERROR: 'the gzip file is cut off; copy or download it again',
    Z_DATA_ERROR: 'the gzip file is damaged; copy or download it again',
  };
  const code = SystemError.safeParse(error).data?.code;
  return (code === undefined ? undefined : known[code]) ?? fileFault(error);
}
