import * as z from 'zod';

/** One number of a bench, beside what the issue allows. Without a limit it is shown only. */
export const Measure = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.enum(['s', 'µs', 'MiB', 'times', 'rows', 'players']),
  /** `value` may equal it. */
  limit: z.number().optional(),
});
export type Measure = z.infer<typeof Measure>;

/** What a file of this folder exports as `bench`. It runs in a process of its own, so that its memory is measured alone. */
export interface Bench {
  readonly name: string;
  /** What the resident memory of the process may reach. */
  readonly limitMiB?: number;
  /** Run with nothing else of this process under way. Throws when what it measures does not work. */
  run(): Promise<readonly Measure[]>;
}

export function isMet({ value, limit }: Measure): boolean {
  return limit === undefined || value <= limit;
}

/** Seconds that `work` takes, beside what it gives. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}
