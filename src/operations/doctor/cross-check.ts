import { findMissingRows, type MissingRows } from '../../pipeline/batch/missing-rows.ts';
import type { CrossCheck } from '../../platform/cross-check.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Finding } from '../../platform/store-files.ts';

/** Finds batches that are done in the document store but whose rows are missing in the warehouse. */
export function batchCrossCheck(rowsById: () => string, openDocuments: (path: string) => DocumentStore): CrossCheck {
  return {
    get rowsById() {
      return rowsById();
    },
    findings: async (path, rows) => {
      const store = openDocuments(path);
      try {
        return (await findMissingRows(store, rows)).map(missingRowsFinding);
      } finally {
        await store.close();
      }
    },
  };
}

function missingRowsFinding({ batch_id, game_date, announced, active }: MissingRows): Finding {
  const counts = `announced ${announced.toLocaleString('en-US')} rows, and the warehouse holds ${active.toLocaleString('en-US')} of them`;
  const message = `Batch ${batch_id} for ${game_date} ${counts}. Run \`tipoff batch start --date ${game_date}\` to predict that date again.`;
  return { file: 'warehouse.duckdb', level: 'problem', message, aside: [], outlook: null };
}
