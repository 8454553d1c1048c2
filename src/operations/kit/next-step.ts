import type * as z from 'zod';
import type { NextStep } from './operation.ts';

/**
 * The input schemas of the operations that steps lead to, by name. The file of each of them adds its own entry: operations lead to each other,
 * so they cannot import each other.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the files of the operations fill it
export interface StepInputs {}

type StepName = keyof StepInputs & string;
type StepInput<N extends StepName> = Extract<StepInputs[N], z.ZodObject>;

/** Optional where the operation has a default, with the types of the parsed input. */
type StepArguments<N extends StepName> = {
  readonly [K in keyof z.input<StepInput<N>>]: Exclude<
    z.output<StepInput<N>>[K & keyof z.output<StepInput<N>>],
    undefined
  >;
};

interface StepReason<F extends string> {
  readonly why: string;
  /** Required fields that only the caller knows. */
  readonly fill_in?: readonly F[];
}

/** A step that leads to `operation`: its arguments and `fill_in` together are what that operation requires. */
export function nextStep<N extends StepName, F extends keyof StepArguments<N> & string = never>(
  operation: N,
  given: Omit<StepArguments<N>, F> & NextStep['arguments'],
  { why, fill_in }: StepReason<F>,
): NextStep {
  return { operation, arguments: given, ...(fill_in === undefined ? {} : { fill_in }), why };
}
