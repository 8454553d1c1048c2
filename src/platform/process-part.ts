/** The parts of Tipoff that a process can run. `tipoff serve --role` chooses them. */
export const PROCESS_PARTS = ['bot', 'jobs', 'worker'] as const;

/**
 * - `bot`: Slack, the outbox sender, and what people and agents call over HTTP.
 * - `jobs`: the schedule, the batches and the grading.
 * - `worker`: the models and the prediction requests. It needs no warehouse.
 */
export type ProcessPart = (typeof PROCESS_PARTS)[number];
