import * as z from 'zod';

/** One result of a bench and its limit. A result without a limit is only shown. */
export const Measure = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.enum(['s', 'µs', 'MiB', 'times', 'rows', 'players', 'requests', 'documents', 'messages', 'jobs', 'bytes']),
  /** The largest allowed value, inclusive. */
  limit: z.number().optional(),
});
export type Measure = z.infer<typeof Measure>;

/** The `bench` that a file of this folder exports. Each one runs in its own process, so that its memory is measured separately. */
export interface Bench {
  readonly name: string;
  /** Limit of the process's peak resident memory. */
  readonly limitMiB?: number;
  /** Runs alone in its process. Throws when the measured code does not work. */
  run(): Promise<readonly Measure[]>;
}

export function isMet({ value, limit }: Measure): boolean {
  return limit === undefined || value <= limit;
}

/** Runs `work` and returns its duration in seconds and its result. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}
