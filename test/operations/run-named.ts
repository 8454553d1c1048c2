import { expect } from 'vitest';
import type { Actor } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { operationNamed } from '#src/operations/kit/operation-named.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { expectDeclaredReply } from './declared-reply.ts';
import { unfitSteps } from './unfit-steps.ts';

interface NamedCall {
  readonly name: string;
  readonly given: object;
  readonly actor: Actor;
  readonly request: string;
}

/** Runs an operation. Whatever it is, its reply must fit its declaration, and its next steps must be possible. */
export async function runNamed(app: App, { name, given, actor, request }: NamedCall) {
  const operation = operationNamed(OPERATIONS, name);
  const input = parseInput(operation.input, given);
  const outcome = await operation.run(app, { input, actor, request, progress: () => undefined });
  expect(unfitSteps(outcome.next)).toEqual([]);
  expectDeclaredReply(operation, outcome);
  return outcome;
}
