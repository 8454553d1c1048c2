import { datasetOf } from '../table-ddl.ts';

/** Maps the names of datasets and tables in Tipoff to those in the project, which may have a prefix. */
export interface DatasetNames {
  /** The name of a dataset in the project. */
  stored(dataset: string): string;
  /** The ids of a table (`dataset.table`) in the project. */
  table(name: string): { readonly datasetId: string; readonly tableId: string };
  /** The text of a statement with the names of the datasets in the project. */
  inSql(sql: string): string;
}

const TOKEN = /'[^']*'|--[^\n]*|\/\*[\s\S]*?\*\/|\b([A-Za-z_]\w*)\.(?=[A-Za-z_])/g;

/** Names datasets with a prefix. Only names from `datasets` are changed in statements, because `logs.points` looks like a table too. */
export function datasetNames(prefix: string, datasets: readonly string[]): DatasetNames {
  const known = new Set(datasets);
  const stored = (dataset: string) => `${prefix}${dataset}`;
  return {
    stored,
    table: (name) => ({ datasetId: stored(datasetOf(name)), tableId: name.slice(datasetOf(name).length + 1) }),
    inSql: (sql) =>
      prefix === ''
        ? sql
        : sql.replace(TOKEN, (token: string, dataset?: string) =>
            dataset !== undefined && known.has(dataset) ? `${stored(dataset)}.` : token,
          ),
  };
}
