import { Ambiguous } from '../../operations/kit/ambiguous.ts';
import type { Failure } from '../../operations/kit/failure.ts';
import type { NextStep, Operation, Outcome } from '../../operations/kit/operation.ts';
import { operationNamed } from '../../operations/kit/operation-named.ts';
import { type CommandCall, readCommand } from './read-command.ts';
import { type Tool, type ToolCall, toolOf } from './tools.ts';

/** Matches text that others typed, a command, or a flag. Text that others typed comes first, so it is never changed. */
const WORDING = /"[^"]*"|`tipoff ([^`]*)`|(?<![\w-])--([a-z][a-z-]*)/g;
const MAX_CHOICES = 3;
/** What an agent reads after a refusal that suggests nothing else, by the noun of the refused operation. */
const OVERVIEWS: Readonly<Record<string, string>> = {
  deploy: 'deploy status',
  session: 'session list',
  handoff: 'handoff list',
  jobs: 'jobs list',
  incidents: 'incidents list',
  audit: 'session list',
};
const OVERVIEW = 'batch status';

interface AgentContext {
  readonly tools: readonly Tool[];
  /** All operations, including those that only people or only the command line may call. */
  readonly operations: readonly Operation[];
  /** The refused call. Undefined if the arguments select no operation. */
  readonly call: ToolCall | undefined;
}

/**
 * Rewrites an outcome for an agent. Commands in its message become tool calls, which are also suggested as next steps. A
 * refusal always suggests at least one step.
 */
export function agentOutcome(outcome: Outcome<unknown>, context: AgentContext): Outcome<unknown> {
  const { text, calls } = agentText(outcome.message, context);
  const known = new Set(outcome.next.map(({ operation }) => operation));
  const named = outcome.decision === 'refused' ? calls.filter(({ operation }) => !known.has(operation)) : [];
  const next = [...outcome.next, ...named.map(stepOf)].map((step) => ({
    ...step,
    why: agentText(step.why, context).text,
  }));
  const fallback = outcome.decision === 'refused' && next.length === 0 ? overviewSteps(context) : [];
  // A short reply drops the last steps, so those that the agent itself can take come first.
  const isForAgent = ({ operation }: NextStep) => toolOf(context.tools, operation) !== undefined;
  const steps = [...next.filter(isForAgent), ...next.filter((step) => !isForAgent(step)), ...fallback];
  return { ...outcome, message: text, next: steps };
}

/** The steps after a call that failed: the corrected call, one call for each choice, or the same call again. */
export function stepsAfterFailure(
  error: unknown,
  { kind }: Pick<Failure, 'kind'>,
  call: ToolCall | undefined,
): readonly NextStep[] {
  if (call === undefined) return [];
  const { operation } = call;
  const given = plainArguments(call.given);
  if (error instanceof Ambiguous) {
    return error.choices.slice(0, MAX_CHOICES).map(({ label, value }) => ({
      operation: operation.name,
      arguments: { ...given, [error.field]: value },
      why: `If you mean ${label}.`,
    }));
  }
  if (kind === 'unavailable') return [{ operation: operation.name, arguments: given, why: 'Try again in a moment.' }];
  return kind === 'bad_input' ? [correctedCall(operation, given)] : [];
}

/** The call without its faulty fields. Required fields among them have to be filled in again. */
function correctedCall(operation: Operation, given: NextStep['arguments']): NextStep {
  const issues = operation.input.safeParse(given).error?.issues ?? [];
  const faulty = new Set(
    issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])])),
  );
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.has(name)));
  const open = (operation.input.safeParse(kept).error?.issues ?? []).map(({ path }) => String(path[0]));
  const why = 'Call again with values that are accepted.';
  const step = { operation: operation.name, arguments: kept, why };
  return open.length === 0 ? step : { ...step, fill_in: [...new Set(open)] };
}

function plainArguments(given: Readonly<Record<string, unknown>>): NextStep['arguments'] {
  const plain = Object.entries(given).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, value] as const]
      : [],
  );
  return Object.fromEntries(plain);
}

function agentText(message: string, context: AgentContext) {
  const calls: CommandCall[] = [];
  const text = message.replace(WORDING, (found: string, command?: string, flag?: string) => {
    if (flag !== undefined) return `\`${flag.replaceAll('-', '_')}\``;
    if (command === undefined) return found;
    const call = readCommand(command, context.operations);
    if (call !== undefined) calls.push(call);
    return commandText(command, call, context);
  });
  return { text, calls };
}

/** Names the tool and the action of a command, or says that the command is for a person. */
function commandText(command: string, call: CommandCall | undefined, { tools }: AgentContext): string {
  const tool = call === undefined ? undefined : toolOf(tools, call.operation);
  if (tool === undefined) return `\`${withoutFlags(command)}\` (for a person)`;
  return `\`${[tool.name, ...(tool.action === undefined ? [] : [tool.action])].join(' ')}\``;
}

function withoutFlags(command: string): string {
  return command.replaceAll(/(?<![\w-])--(?=[a-z])/g, '');
}

function stepOf({ operation, arguments: given, fill_in }: CommandCall): NextStep {
  const step = { operation, arguments: given, why: 'The message suggests it.' };
  return fill_in.length === 0 ? step : { ...step, fill_in: [...fill_in] };
}

function overviewSteps({ call, operations }: AgentContext): readonly NextStep[] {
  const noun = call?.operation.name.split(' ', 1).join() ?? '';
  const overview = operationNamed(operations, OVERVIEWS[noun] ?? OVERVIEW);
  return [{ operation: overview.name, arguments: {}, why: 'See the current state.' }];
}
