import type { Operation } from './operation.ts';
import { Outcome } from './operation.ts';

/** Parses an outcome that another process sent. Throws if the data does not match the schemas of the operation. */
export function parseReply<T, R>(
  { output, refusal }: Pick<Operation<never, T, R>, 'output' | 'refusal'>,
  reply: unknown,
): Outcome<T, R> {
  const { decision, data, ...head } = Outcome.parse(reply);
  if (decision !== 'refused') return { ...head, decision, data: output.parse(data) };
  return { ...head, decision, data: data === null || refusal === undefined ? null : refusal.parse(data) };
}
