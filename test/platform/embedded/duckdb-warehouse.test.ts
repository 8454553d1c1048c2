import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { CONTRACT_STATEMENTS, testWarehouse } from '#test/contracts/warehouse.contract.ts';

testWarehouse(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-warehouse-'));
  return duckdbWarehouse({
    path: join(folder, 'warehouse.duckdb'),
    statements: (name) => CONTRACT_STATEMENTS[name] ?? name,
    migrations: [],
  });
});
