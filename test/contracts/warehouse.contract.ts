import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Table, Warehouse } from '#src/platform/warehouse.ts';

/** The statements an adapter must be able to run under these names in this suite. */
export const CONTRACT_STATEMENTS: Readonly<Record<string, string>> = {
  all: 'SELECT id, name, score, active, day, seen_at FROM contract.players ORDER BY id NULLS FIRST',
  byId: 'SELECT name FROM contract.players WHERE id = @id',
  add: 'INSERT INTO contract.players (id, name) VALUES (@id, @name)',
};

export const PLAYERS: Table = {
  name: 'contract.players',
  key: ['id'],
  columns: [
    { name: 'id', type: 'INT64', mode: 'required' },
    { name: 'name', type: 'STRING', mode: 'required' },
    { name: 'score', type: 'FLOAT64', mode: 'nullable' },
    { name: 'active', type: 'BOOL', mode: 'nullable' },
    { name: 'day', type: 'DATE', mode: 'nullable' },
    { name: 'seen_at', type: 'TIMESTAMP', mode: 'nullable' },
  ],
};

const Player = z.object({
  id: z.number(),
  name: z.string(),
  score: z.number().nullable(),
  active: z.boolean().nullable(),
  day: z.string().nullable(),
  seen_at: z.string().nullable(),
});

const ANNA = {
  id: 1,
  name: 'Anna',
  score: 1.5,
  active: true,
  day: '2026-02-05',
  seen_at: '2026-02-05T23:00:00.123456Z',
};
const BO = { id: 2, name: 'Bo' };

/** What every warehouse keeps, whatever its engine. */
export function testWarehouse(createWarehouse: () => Promise<Warehouse>): void {
  describe('a warehouse', () => {
    let warehouse: Warehouse;
    beforeEach(async () => {
      warehouse = await createWarehouse();
      await warehouse.load(PLAYERS, [JSON.stringify(ANNA), `${JSON.stringify(BO)}\n`], 'setup');
    });
    afterEach(() => warehouse.close());

    test('gives back every type as it was loaded', async () => {
      expect(await warehouse.query({ sql: 'all' }, Player)).toEqual([
        ANNA,
        { ...BO, score: null, active: null, day: null, seen_at: null },
      ]);
    });

    test('an execute that succeeded is not run again', async () => {
      const add = {
        sql: 'add',
        parameters: { id: { type: 'INT64', value: 3 }, name: { type: 'STRING', value: 'Cy' } },
      } as const;
      await warehouse.execute(add, 'add-1');
      await warehouse.execute(add, 'add-1');
      expect(await warehouse.query({ sql: 'all' }, Player)).toHaveLength(3);
      expect(await warehouse.job('add-1')).toEqual({ state: 'succeeded' });
    });
  });
}
