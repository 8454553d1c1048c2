import type { ByteBuffer } from 'flatbuffers';
import { unusableModelFile } from './unusable-model-file.ts';

/** A table in a FlatBuffers file. The bytes of the table are known to lie inside the file. */
export interface FlatTable {
  readonly buffer: ByteBuffer;
  readonly at: number;
}

/** A vector in a FlatBuffers file. The bytes of the vector are known to lie inside the file. */
export interface FlatVector {
  readonly buffer: ByteBuffer;
  /** The byte offset of the vector's first element. */
  readonly at: number;
  readonly length: number;
}

const OFFSET_BYTES = 4;
const SLOT_BYTES = 2;
/** The number of bytes at the start of a FlatBuffers vtable that hold its own size and the size of its table. */
const VTABLE_HEAD_BYTES = 4;
/**
 * The maximum size of a text in a CatBoost file. The longest usual text is the training parameters, with about 5 kB.
 */
const MAX_TEXT_BYTES = 64 * 1024;
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/*
 * The functions of this file read FlatBuffers files that may be malicious. The flatbuffers library trusts a file: it
 * reads zeros beyond the end and follows any offset. Therefore these functions check every position before reading and
 * every length before allocating. A malicious file is refused and never needs more memory than its own size.
 */

/** Returns the root table of a FlatBuffers file, to which the offset at the buffer's position points. */
export function rootTable(buffer: ByteBuffer): FlatTable {
  return tableAt(buffer, follow(buffer, buffer.position()));
}

export function readInt32(table: FlatTable, slot: number): number | undefined {
  const at = fieldAt(table, slot, 4);
  return at === undefined ? undefined : table.buffer.readInt32(at);
}

export function readUint8(table: FlatTable, slot: number): number | undefined {
  const at = fieldAt(table, slot, 1);
  return at === undefined ? undefined : table.buffer.readUint8(at);
}

export function readFloat64(table: FlatTable, slot: number): number | undefined {
  const at = fieldAt(table, slot, 8);
  return at === undefined ? undefined : table.buffer.readFloat64(at);
}

export function readText(table: FlatTable, slot: number): string | undefined {
  const { buffer, at, length } = readVector(table, slot, 1);
  if (length > MAX_TEXT_BYTES)
    throw unusableModelFile(`The file is damaged: it contains a text of ${length.toLocaleString('en-US')} bytes.`);
  return length === 0 ? undefined : UTF8.decode(buffer.bytes().subarray(at, at + length));
}

export function readTable(parent: FlatTable, slot: number): FlatTable | undefined {
  const at = fieldAt(parent, slot, OFFSET_BYTES);
  return at === undefined ? undefined : tableAt(parent.buffer, follow(parent.buffer, at));
}

/** Reads a vector of a FlatBuffers table. A vector that the file does not contain has the length 0. */
export function readVector(parent: FlatTable, slot: number, elementBytes: number): FlatVector {
  const { buffer } = parent;
  const field = fieldAt(parent, slot, OFFSET_BYTES);
  if (field === undefined) return { buffer, at: 0, length: 0 };
  const start = follow(buffer, field);
  assertInside(buffer, start, OFFSET_BYTES);
  const length = buffer.readUint32(start);
  const at = start + OFFSET_BYTES;
  assertInside(buffer, at, length * elementBytes);
  return { buffer, at, length };
}

export function readTables(parent: FlatTable, slot: number, limit: number): readonly FlatTable[] {
  const { buffer, at, length } = readVector(parent, slot, OFFSET_BYTES);
  if (length > limit)
    throw unusableModelFile(
      `The file is damaged: one of its lists has ${length.toLocaleString('en-US')} entries; the limit is ${limit}.`,
    );
  return Array.from({ length }, (_, index) => tableAt(buffer, follow(buffer, at + index * OFFSET_BYTES)));
}

export function int32sOf({ buffer, at, length }: FlatVector): Int32Array {
  return Int32Array.from({ length }, (_, index) => buffer.readInt32(at + index * 4));
}

export function float32sOf({ buffer, at, length }: FlatVector): Float32Array {
  return Float32Array.from({ length }, (_, index) => buffer.readFloat32(at + index * 4));
}

export function float64sOf({ buffer, at, length }: FlatVector): Float64Array {
  return Float64Array.from({ length }, (_, index) => buffer.readFloat64(at + index * 8));
}

function tableAt(buffer: ByteBuffer, at: number): FlatTable {
  assertInside(buffer, at, OFFSET_BYTES);
  const vtable = vtableOf(buffer, at);
  assertInside(buffer, vtable, VTABLE_HEAD_BYTES);
  assertInside(buffer, vtable, buffer.readUint16(vtable));
  return { buffer, at };
}

function vtableOf(buffer: ByteBuffer, tableStart: number): number {
  return tableStart - buffer.readInt32(tableStart);
}

function fieldAt({ buffer, at }: FlatTable, slot: number, bytes: number): number | undefined {
  const vtable = vtableOf(buffer, at);
  const entry = VTABLE_HEAD_BYTES + slot * SLOT_BYTES;
  if (entry + SLOT_BYTES > buffer.readUint16(vtable)) return undefined;
  const offset = buffer.readUint16(vtable + entry);
  if (offset === 0) return undefined;
  assertInside(buffer, at + offset, bytes);
  return at + offset;
}

function follow(buffer: ByteBuffer, at: number): number {
  assertInside(buffer, at, OFFSET_BYTES);
  return at + buffer.readUint32(at);
}

function assertInside(buffer: ByteBuffer, at: number, bytes: number): void {
  if (at >= 0 && at + bytes <= buffer.capacity()) return;
  throw unusableModelFile('The file is damaged: one of its offsets points outside the file.');
}
