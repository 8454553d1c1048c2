import { vi } from 'vitest';

/** Ends a test that hangs. On a loaded machine, work that takes a second can take a minute. */
const HANGS_AFTER_MS = 300_000;

/** Resolves to the result of `check` as soon as it does not throw. For what is sure to happen, however slow the machine is. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: HANGS_AFTER_MS, interval: 20 });
}
