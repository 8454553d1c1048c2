import * as z from 'zod';

/** A fault of the topics and subscriptions of a queue, or a question about them that has no answer. */
export const QueueFinding = z.object({
  level: z.enum(['wrong', 'unknown']),
  /** Sentences that say what is wrong and what happens because of it, or why the answer is unknown. */
  message: z.string(),
  /** The command that ends the fault; null if there is none. */
  fix: z.string().nullable(),
});
export type QueueFinding = Readonly<z.infer<typeof QueueFinding>>;

/**
 * Compares what carries the messages of the queue with what Tipoff needs. Resolves to the faults, or to `in-process` for a queue
 * that has nothing outside this process. Never changes anything.
 */
export type CheckQueue = () => Promise<readonly QueueFinding[] | 'in-process'>;
