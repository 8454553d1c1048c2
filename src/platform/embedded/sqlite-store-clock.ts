import * as z from 'zod';
import type { CollectionShape } from '../document-store.ts';
import { Instant, instantFromMicros, microsOf } from '../instant.ts';
import { type ClockReading, MAX_CLOCK_LEAD_MS, type StoreClock } from '../store-clock.ts';
import { type SqliteConnection, UPDATE_TICK } from './sqlite-connection.ts';
import { tableOf } from './sqlite-layout.ts';

const MICROS = 1_000;
const Row = z.object({ key: z.number(), version: z.number(), body: z.string() });

/** The store's clock before a repair and after it, in microseconds since 1970. */
interface ClockChange {
  readonly from: number;
  readonly to: number;
}

export interface SqliteStoreClockOptions {
  readonly collections: readonly CollectionShape[];
  /**
   * The collections that a repair of the clock does not change, because hashes cover the contents of their documents.
   */
  readonly unchanging: readonly string[];
}

export function sqliteStoreClock(
  connection: SqliteConnection,
  { collections, unchanging }: SqliteStoreClockOptions,
): StoreClock {
  const movable = collections.filter(({ name }) => !unchanging.includes(name));
  const current = (): ClockChange => ({ from: connection.lastTick(), to: connection.machineNow() });
  return {
    read: async () => await connection.reading(() => readingOf(current())),
    repair: async () =>
      await connection.inTransaction(() => {
        const change = current();
        const reading = readingOf(change);
        if (reading.state === 'right') return { ...reading, documents: 0 };
        let documents = 0;
        for (const collection of movable) documents += moveBack(connection, collection, change);
        connection.prepare(UPDATE_TICK).run(change.to);
        return { ...reading, documents };
      }),
  };
}

function readingOf({ from, to }: ClockChange): ClockReading {
  const state = from > to + MAX_CLOCK_LEAD_MS * MICROS ? 'ahead' : 'right';
  return { store: instantFromMicros(from), machine: instantFromMicros(to), state };
}

/**
 * The version of a document is the time of its commit. A version in the future therefore shows that the store was
 * written with a wrong clock.
 */
function moveBack(connection: SqliteConnection, collection: CollectionShape, { from, to }: ClockChange): number {
  const table = tableOf(collection);
  const rows = connection.prepare(`SELECT key, version, body FROM ${table} WHERE version > ?`).all(to);
  const update = connection.prepare(`UPDATE ${table} SET version = ?, body = ? WHERE key = ?`);
  const move = instantMover({ from, to });
  for (const row of rows) {
    const { key, version, body } = Row.parse(row);
    update.run(
      version - (from - to),
      JSON.stringify(JSON.parse(body), (_, value: unknown) => move(value)),
      key,
    );
  }
  return rows.length;
}

/** Moves a stored time back if it is an `Instant` later than the machine's clock. */
function instantMover({ from, to }: ClockChange): (value: unknown) => unknown {
  const machine = instantFromMicros(to);
  return (value) => {
    const instant = Instant.safeParse(value);
    if (!instant.success || instant.data <= machine) return value;
    return instantFromMicros(microsOf(instant.data) - (from - to));
  };
}
