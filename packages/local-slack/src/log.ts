/**
 * The log for the developer who runs the workspace. A message is constant text; its fields carry the values that vary.
 */
export interface Log {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Writes each log entry as one line to standard error. */
export const stderrLog: Log = { warn: writeEntry, error: writeEntry };

function writeEntry(fields: Readonly<Record<string, unknown>>, message: string): void {
  const details = Object.entries(fields).map(([name, value]) => `${name}=${textOf(value)}`);
  process.stderr.write(`${[message, ...details].join(' ')}\n`);
}

function textOf(value: unknown): string {
  return value instanceof Error ? (value.stack ?? value.message) : JSON.stringify(value);
}
