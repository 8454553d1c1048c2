/** Matches a text that a spreadsheet would run as a formula. A plain number such as `-5.5` is not a formula. */
const FORMULA = /^(?:[=@\t\r]|[+-](?![\d.]*$))/;

/**
 * Returns a text of outside data for a CSV file. A text that a spreadsheet would run as a formula gets an apostrophe in
 * front, so that the spreadsheet shows it.
 */
export function spreadsheetText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
