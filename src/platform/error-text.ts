/** What an error says, for a place that can hold text only. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
