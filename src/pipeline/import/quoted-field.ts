import { spreadsheetText } from '../../platform/spreadsheet-text.ts';

/** Quotes a text of outside data for a CSV file. A text that a spreadsheet would run as a formula is shown instead. */
export function quotedField(text: string): string {
  return `"${spreadsheetText(text).replaceAll('"', '""')}"`;
}
