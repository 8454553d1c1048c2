import { expect } from 'vitest';
import type { Operation, Outcome } from '#src/operations/kit/operation.ts';
import { parseReply } from '#src/operations/kit/parse-reply.ts';

/** As JSON, the reply matches the declaration of the operation: no field is missing, of another type or undeclared. */
export function expectDeclaredReply(operation: Operation, outcome: Outcome<unknown>): void {
  const sent = JSON.parse(JSON.stringify(outcome));
  expect(parseReply(operation, sent)).toStrictEqual(sent);
}
