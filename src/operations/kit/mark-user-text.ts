import * as z from 'zod';
import { USER_TEXT_MARK } from '../../platform/user-text.ts';
import type { Operation, Outcome } from './operation.ts';

/** A reply as agents read it. */
export type MarkedOutcome = Outcome<unknown> & {
  /** The names of the fields in `data` and `notes`, at any depth, whose text was typed by others. Absent when there are none. */
  readonly user_text?: readonly string[];
};

/** Filled at first use, because converting a schema takes longer than marking a reply. */
const fieldsOfSchemas = new WeakMap<z.ZodType, readonly string[]>();
/** The fields of a note that its author typed. */
const NOTE_FIELDS = ['by', 'text'] as const;
const SchemaNode = z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) });

/**
 * Adds `user_text` to a reply: the names of the fields whose text was typed by others, as the operation's schemas mark
 * them.
 */
export function markUserText(
  { output, refusal }: Pick<Operation, 'output' | 'refusal'>,
  outcome: Outcome<unknown>,
): MarkedOutcome {
  const fields = [...dataFields({ output, refusal }, outcome), ...(outcome.notes === undefined ? [] : NOTE_FIELDS)];
  return fields.length === 0 ? outcome : { ...outcome, user_text: [...new Set(fields)] };
}

function dataFields(
  { output, refusal }: Pick<Operation, 'output'> & { readonly refusal: Operation['refusal'] | undefined },
  outcome: Outcome<unknown>,
): readonly string[] {
  if (outcome.data === null) return [];
  const schema = outcome.decision === 'refused' ? refusal : output;
  const marked = schema === undefined ? [] : userTextFields(schema);
  if (marked.length === 0) return [];
  const present = fieldNames(outcome.data);
  return marked.filter((name) => present.has(name));
}

/**
 * The names of the fields that a schema marks as user text, at any depth.
 * @internal exported for tests
 */
export function userTextFields(schema: z.ZodType): readonly string[] {
  const known = fieldsOfSchemas.get(schema);
  if (known !== undefined) return known;
  const fields = [...new Set(markedNames(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), ''))];
  fieldsOfSchemas.set(schema, fields);
  return fields;
}

function markedNames(node: unknown, name: string): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((child) => markedNames(child, name));
  const found = SchemaNode.safeParse(node);
  if (!found.success) return [];
  const { properties, ...rest } = found.data;
  return [
    ...(rest[USER_TEXT_MARK] === true ? [name] : []),
    ...Object.values(rest).flatMap((child) => markedNames(child, name)),
    ...Object.entries(properties).flatMap(([field, child]) => markedNames(child, field)),
  ];
}

/** Returns the names of the fields whose value is not null, at any depth. */
function fieldNames(data: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  JSON.stringify(data, (name, value: unknown) => {
    if (value !== null) names.add(name);
    return value;
  });
  return names;
}
