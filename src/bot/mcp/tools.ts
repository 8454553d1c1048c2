import type { Tool as ListedTool, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { quoteInput } from '../../operations/kit/input/printable.ts';
import { type InputField, inputFields } from '../../operations/kit/input-fields.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { Problem } from '../../platform/problem.ts';
import { TOOL_GROUPS, type ToolGroup } from './tool-groups.ts';

const PEOPLE_ONLY = ['approve', 'grant'];
/**
 * The field `detail` is explained once, in the server's instructions. An explanation for each tool would make the list
 * of tools too long. A tool that writes accepts it too, but does not list it: an agent should not repeat a change to
 * read more of the reply.
 */
const DETAIL = { enum: ['full'] } as const;
/**
 * The output schema of a tool with one operation, without the schema of `data`. The list of tools has no room for the
 * schemas of all operations; `/openapi.json` publishes them.
 */
const REPLY = {
  type: 'object',
  required: ['decision', 'data'] satisfies (keyof Outcome<unknown>)[],
} as const;

/** An MCP tool and the operations that it can call. */
export interface Tool {
  readonly group: ToolGroup;
  readonly actions: readonly Action[];
}

interface Action {
  /** The value of `action` that selects the operation. Undefined if the tool has only one action. */
  readonly word: string | undefined;
  readonly operation: Operation;
}

/** The operation that a tool call selects, and its input. */
export interface ToolCall {
  readonly operation: Operation;
  readonly given: Readonly<Record<string, unknown>>;
  readonly detail: 'brief' | 'full';
}

/** Returns the tools for the operations that agents may call. */
export function toolsOf(operations: readonly Operation[]): readonly Tool[] {
  const open = operations.filter(({ reach, effect }) => reach === 'everywhere' && !PEOPLE_ONLY.includes(effect));
  const named = new Set(TOOL_GROUPS.flatMap((group) => group.operations));
  return TOOL_GROUPS.flatMap((group) => {
    const own = open.filter((operation) => belongsTo(group, operation, named));
    if (own.length === 0) return [];
    return [
      {
        group,
        actions: own.map((operation) => ({
          operation,
          word: own.length === 1 ? undefined : wordOf(operation, group),
        })),
      },
    ];
  });
}

/** The tool and the action with which an agent calls an operation. Undefined for operations of people. */
export function toolOf(tools: readonly Tool[], operation: string) {
  for (const { group, actions } of tools) {
    const action = actions.find((known) => known.operation.name === operation);
    if (action !== undefined) return { name: group.name, action: action.word };
  }
  return;
}

/** Returns a tool in the form of `tools/list`. */
export function listedTool({ group, actions }: Tool): ListedTool {
  const several = actions.length > 1;
  const signatures = actions.map(({ word, operation }) => `${word}${signature(operation)}: ${operation.summary}`);
  const required = several ? ['action'] : actions.flatMap(({ operation }) => requiredOf(operation));
  const properties = {
    ...(several ? { action: { enum: actions.map(({ word }) => word) } } : {}),
    ...Object.assign({}, ...actions.map(({ operation }) => propertiesOf(operation, group)).toReversed()),
    ...(group.effect === 'read' ? { detail: DETAIL } : {}),
  };
  return {
    name: group.name,
    description: several ? [group.description, ...signatures].join('\n') : group.description,
    inputSchema: { type: 'object', properties, required, additionalProperties: false },
    ...(several ? {} : { outputSchema: { ...REPLY, required: [...REPLY.required] } }),
    annotations: annotationsOf(group),
  };
}

/**
 * Finds the operation that a tool call selects. Throws a `Problem` that lists the valid values if the call selects
 * none.
 */
export function toolCallOf({ group, actions }: Tool, given: Readonly<Record<string, unknown>>): ToolCall {
  const { detail: givenDetail, ...withAction } = given;
  const detail = givenDetail ?? 'brief';
  if (detail !== 'brief' && detail !== 'full') throw wrong(`detail: ${quoteInput(detail)} is not accepted. Use full.`);
  const [only] = actions;
  if (actions.length === 1 && only !== undefined) return { operation: only.operation, given: withAction, detail };
  const { action, ...rest } = withAction;
  const found = actions.find(({ word }) => word === action);
  if (found !== undefined) return { operation: found.operation, given: withoutUnused(rest, actions), detail };
  const words = actions.map(({ word }) => word).join(', ');
  const what = action === undefined || action === null ? 'is missing' : `${quoteInput(action)} is not accepted`;
  throw wrong(`action: ${what}. The actions of ${group.name} are ${words}.`);
}

/** Removes null fields that belong to another action of the tool, because some clients send every field of the tool. */
function withoutUnused(given: Readonly<Record<string, unknown>>, actions: readonly Action[]) {
  const known = new Set(actions.flatMap(({ operation }) => Object.keys(operation.input.shape)));
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== null || !known.has(name)));
}

function belongsTo(group: ToolGroup, { name, effect }: Operation, named: ReadonlySet<string>): boolean {
  if (group.operations.includes(name)) return true;
  const hasEffect = (group.effect === 'read') === (effect === 'read');
  return hasEffect && !named.has(name) && group.operations.includes(`${nounOf(name)} *`);
}

/**
 * MCP gives `destructiveHint` and `idempotentHint` a meaning only for tools that write. Such a tool needs no
 * `readOnlyHint`, because `false` is the default.
 */
function annotationsOf({ title, effect, repeats }: ToolGroup): ToolAnnotations {
  if (effect === 'read') return { title, readOnlyHint: true };
  const hints = { destructiveHint: effect === 'change', idempotentHint: repeats === 'harmless' };
  return { title, ...hints };
}

/**
 * Returns the name of a tool's action, which is the verb of its operation, as in `list`. If the operation is about
 * another noun than the tool, the name includes the noun, as in `token_list`.
 */
function wordOf({ name }: Operation, { operations: [topic = ''] }: ToolGroup): string {
  const word = nounOf(name) === nounOf(topic) ? (name.split(' ').at(-1) ?? name) : name;
  return word.replaceAll(/[ -]/g, '_');
}

function nounOf(operation: string): string {
  return operation.split(' ', 1).join();
}

function signature(operation: Operation): string {
  const { positionals, options } = inputFields(operation);
  const fields = [...positionals, ...options]
    .filter(({ name }) => isForAgents(operation, name))
    .map(({ name, presence }) => (presence === 'required' ? name : `${name}?`));
  return `(${fields.join(', ')})`;
}

function isForAgents({ forPeople = [] }: Operation, field: string): boolean {
  return !forPeople.includes(field);
}

function requiredOf(operation: Operation): readonly string[] {
  const { positionals, options } = inputFields(operation);
  const isRequired = ({ presence }: InputField) => presence === 'required';
  return [...positionals, ...options].filter(isRequired).map(({ name }) => name);
}

const Properties = z.object({
  properties: z.record(
    z.string(),
    z.looseObject({ enum: z.unknown().optional(), items: z.record(z.string(), z.unknown()).optional() }),
  ),
});

/** The keywords of JSON Schema that do not help an agent, because a refusal names the limits that a value exceeds. */
const LIMITS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum'];

/**
 * Removes JSON Schema keywords that do not help an agent: limits, defaults that mean "absent", the type of an enum. For
 * some tools also the descriptions and all defaults.
 */
function propertiesOf(operation: Operation, { fields }: ToolGroup): Readonly<Record<string, unknown>> {
  const removed = fields === 'named' ? ['description', 'default', ...LIMITS] : LIMITS;
  const declared = Object.entries(declaredProperties(operation)).filter(([name]) => isForAgents(operation, name));
  return Object.fromEntries(declared.map(([name, property]) => [name, withoutNoise(property, removed)]));
}

function declaredProperties({ input }: Operation) {
  return Properties.parse(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })).properties;
}

type DeclaredProperty = z.infer<typeof Properties>['properties'][string];

function withoutNoise({ items, ...property }: DeclaredProperty, removed: readonly string[]) {
  const kept = Object.entries(property).filter(
    ([key, value]) => !removed.includes(key) && !isNoise(key, value, property.enum),
  );
  const shownItems = Object.entries(items ?? {}).filter(([key]) => !removed.includes(key));
  return { ...Object.fromEntries(kept), ...(items === undefined ? {} : { items: Object.fromEntries(shownItems) }) };
}

function isNoise(key: string, value: unknown, choices: unknown): boolean {
  if (key === 'default') return value === false || (Array.isArray(value) && value.length === 0);
  return key === 'type' && choices !== undefined;
}

function wrong(message: string): Problem {
  return new Problem({ code: 'bad_input', message });
}
