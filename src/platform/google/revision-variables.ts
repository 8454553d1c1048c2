import * as z from 'zod';
import type { EnvironmentVariable } from '../deploy-target.ts';

/** The environment variables of the containers of a Cloud Run revision. Values of secrets are references. */
export const ContainerVariable = z.object({
  name: z.string(),
  value: z.string().nullish(),
  valueSource: z.object({}).nullish(),
});

interface VariableSource {
  readonly containers?:
    | readonly { readonly env?: readonly z.infer<typeof ContainerVariable>[] | null | undefined }[]
    | null
    | undefined;
}

/** Returns the names of a revision's variables. Their values stay out, because they may be secrets. */
export function revisionVariables({ containers }: VariableSource): readonly EnvironmentVariable[] {
  const all = (containers ?? []).flatMap(({ env }) => env ?? []);
  const from = new Map(
    all.map(({ name, valueSource }) => [
      name,
      valueSource === null || valueSource === undefined ? ('value' as const) : ('secret' as const),
    ]),
  );
  return [...from].map(([name, source]) => ({ name, from: source }));
}
