import type * as z from 'zod';
import type { NextStep } from './operation.ts';

/**
 * The input schemas of the operations that next steps call, by name. Each operation's file adds its own entry with `declare module`, because
 * operations suggest each other and so cannot import each other.
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: the files of the operations fill it
export interface StepInputs {}

type StepName = keyof StepInputs & string;
type StepInput<N extends StepName> = Extract<StepInputs[N], z.ZodObject>;

/**
 * The arguments of a suggested next step. They have the types of the parsed input; fields with a default are optional.
 */
type StepArguments<N extends StepName> = {
  readonly [K in keyof z.input<StepInput<N>>]: Exclude<
    z.output<StepInput<N>>[K & keyof z.output<StepInput<N>>],
    undefined
  >;
};

interface StepReason<F extends string> {
  readonly why: string;
  /** The required fields of the suggested call whose values only the caller knows. */
  readonly fill_in?: readonly F[];
}

/** Suggests a call of an operation. The arguments and `fill_in` together contain every field that the operation requires. */
export function nextStep<N extends StepName, F extends keyof StepArguments<N> & string = never>(
  operation: N,
  given: Omit<StepArguments<N>, F> & NextStep['arguments'],
  { why, fill_in }: StepReason<F>,
): NextStep {
  return { operation, arguments: given, ...(fill_in === undefined ? {} : { fill_in }), why };
}
