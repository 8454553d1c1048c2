import type { RowCounts } from '../../platform/store-files.ts';

const KIB = 1024;

/** Lists row counts, the largest first: `players 1,250, schedule 90`. */
export function countsText(counts: RowCounts): string {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([table, count]) => `${table} ${count.toLocaleString('en-US')}`)
    .join(', ');
}

export function totalOf(counts: RowCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Returns a text such as `162 documents and 62,866 rows`. */
export function contentText({ documents, rows }: { readonly documents: RowCounts; readonly rows: RowCounts }): string {
  const [documentCount, rowCount] = [documents, rows].map((counts) => totalOf(counts).toLocaleString('en-US'));
  return `${documentCount} documents and ${rowCount} rows`;
}

/** Returns a text such as `1 player` or `1,250 players`. */
export function countedText(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Returns a text such as `8.3 MiB`. */
export function sizeText(bytes: number): string {
  const mib = bytes / KIB / KIB;
  return mib < 1 ? `${Math.ceil(bytes / KIB)} KiB` : `${mib.toFixed(1)} MiB`;
}
