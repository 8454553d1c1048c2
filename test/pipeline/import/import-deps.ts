import type { ImportDeps } from '#src/pipeline/import/import-file.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';

/** The import's dependencies other than its warehouse. The clock advances by one second at each reading, and ids are counted up. */
export function importDeps(warehouse: Warehouse): ImportDeps {
  let ids = 0;
  let millis = Date.parse('2026-02-05T17:00:00Z');
  return {
    warehouse,
    now: () => {
      millis += 1000;
      return new Date(millis);
    },
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  };
}
