import * as z from 'zod';
import type { Operation } from './operation.ts';

const JsonSchema = z.object({
  properties: z.record(
    z.string(),
    z.object({
      type: z.string().optional(),
      description: z.string().optional(),
      default: z.unknown().optional(),
      enum: z.array(z.string()).optional(),
    }),
  ),
  required: z.array(z.string()).default([]),
});

/** One field of an operation's input, as command lines and help show it. */
export interface InputField {
  /** The name of the field in the input, such as `dry_run`. */
  readonly name: string;
  /** The name of the field on a command line, such as `dry-run`. */
  readonly flag: string;
  readonly description: string;
  /** `values`: the field is a list, and a command line may give it several times. */
  readonly takes: 'a value' | 'values' | 'nothing';
  /** The values of a field that accepts only these; absent for any other field. */
  readonly choices?: readonly string[];
  /** `required`: the caller must give the field. `unlisted`: the field is optional, and help for people omits it. */
  readonly presence: 'required' | 'optional' | 'unlisted';
}

/** The parts of an operation from which a command line and its help are made. */
export type TypedCommand = Pick<Operation, 'name' | 'input' | 'positionals' | 'rest' | 'unlisted'>;

/** Returns the fields of an operation's input. The positionals are in the order in which people type them. */
export function inputFields(operation: Omit<TypedCommand, 'name'>): {
  positionals: InputField[];
  options: InputField[];
} {
  const schema = JsonSchema.parse(z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }));
  const fields = Object.entries(schema.properties).map(
    ([name, { type, description, default: byDefault, enum: choices }]): InputField => ({
      name,
      flag: name.replaceAll('_', '-'),
      description: `${description ?? ''}${byDefault === undefined || byDefault === false ? '' : ` (default: ${String(byDefault)})`}`,
      takes: takenBy(type),
      ...(choices === undefined ? {} : { choices }),
      presence: presenceOf(name, { required: schema.required, unlisted: operation.unlisted ?? [] }),
    }),
  );
  return {
    positionals: operation.positionals.flatMap((name) => fields.filter((field) => field.name === name)),
    options: fields.filter(({ name }) => !operation.positionals.includes(name)),
  };
}

/**
 * Returns the fields of an operation as its usage shows them: first those that need no key, in the order in which people
 * type them, then the others.
 */
export function usageFields(operation: Omit<TypedCommand, 'name'>): {
  readonly words: readonly InputField[];
  readonly options: readonly InputField[];
} {
  const { positionals, options } = inputFields(operation);
  const rest = options.filter(({ name }) => name === operation.rest);
  return { words: [...positionals, ...rest], options: options.filter((option) => !rest.includes(option)) };
}

function takenBy(type: string | undefined): InputField['takes'] {
  if (type === 'boolean') return 'nothing';
  return type === 'array' ? 'values' : 'a value';
}

function presenceOf(
  name: string,
  { required, unlisted }: { readonly required: readonly string[]; readonly unlisted: readonly string[] },
): InputField['presence'] {
  if (required.includes(name)) return 'required';
  return unlisted.includes(name) ? 'unlisted' : 'optional';
}
