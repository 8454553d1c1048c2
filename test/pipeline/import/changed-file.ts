import type { RecordSource } from '#src/platform/record-source.ts';

type Cells = Readonly<Record<string, string>>;

/** Returns the cells to replace in a row, or `dropped` to leave out the row. */
export type RowChange = (row: Cells) => Cells | 'dropped';

/** A file of which some rows are changed. */
export function changed(source: RecordSource, change: RowChange): RecordSource {
  async function* records() {
    let header: readonly string[] | undefined;
    for await (const record of source.records()) {
      const columns = header ?? record.fields;
      const isHeader = header === undefined;
      header = columns;
      const row = Object.fromEntries(columns.map((name, index) => [name, record.fields[index] ?? '']));
      const cells = isHeader ? {} : change(row);
      if (cells !== 'dropped')
        yield { ...record, fields: columns.map((name, index) => cells[name] ?? record.fields[index] ?? '') };
    }
  }
  return { ...source, records };
}
