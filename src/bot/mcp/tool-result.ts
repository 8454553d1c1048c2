import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { BRIEF_BYTES, briefOutcome, cutText } from '../../operations/kit/brief-outcome.ts';
import type { Failure } from '../../operations/kit/failure.ts';
import type { MarkedOutcome } from '../../operations/kit/mark-user-text.ts';
import { noteText } from '../../operations/kit/note-text.ts';
import type { NextStep, Outcome } from '../../operations/kit/operation.ts';
import { type Tool, toolOf } from './tools.ts';

const HOW_TO_GET_ALL = 'Call again with detail: "full" for the full reply.';
const HOW_TO_GET_PARTS =
  'The reply is too large. Ask for less, such as one team, one date, a smaller limit, or the next cursor.';
/** A larger result would fill the context of an agent. */
const MAX_RESULT_BYTES = 25_000;
/** The content is in the result twice, as text and as data, and the quotes in the text are escaped. */
const MAX_FULL_BYTES = 12_000;
const FULL_STEP_BYTES = 1_000;
const TEXT_SHARE = 0.3;
const LEAST_HEAD_SHARE = 0.3;
const SHORTEST_BYTES = 300;

/** A next step for an agent: a tool call, or an operation that only a person may run. */
type AgentStep = ({ readonly tool: string } | { readonly for_a_person: string }) & Omit<NextStep, 'operation'>;

interface ResultContext {
  readonly tools: readonly Tool[];
  readonly detail: 'brief' | 'full';
}

/**
 * Converts an outcome to an MCP tool result. Some clients show the model only the text, others only the structured
 * content, so each must be usable alone. A result takes at most 1 kB and its notes, or 25 kB if `detail` is `full`.
 */
export function toolResult(outcome: MarkedOutcome, { tools, detail }: ResultContext): CallToolResult {
  const stepOf = (step: NextStep) => agentStep(step, { tools });
  const notes = outcome.notes ?? [];
  const form = (shown: MarkedOutcome, text: string): CallToolResult => ({
    content: [{ type: 'text', text: [text, ...notes.map(noteText)].join('\n') }],
    structuredContent: { ...shown, next: shown.next.map(stepOf) },
    isError: shown.decision === 'refused',
  });
  if (detail === 'full') return fullResult(outcome, form);
  // Each note is shown only once, so notes come on top of the limit.
  const limit = BRIEF_BYTES + (notes.length === 0 ? 0 : bytesOf([notes, notes.map(noteText)]));
  let maxBytes = BRIEF_BYTES;
  for (;;) {
    const brief = briefOutcome(outcome, { maxBytes, howToGetAll: HOW_TO_GET_ALL });
    const result = form(brief, textOf(outcome, stepOf));
    if (bytesOf(result) <= limit || maxBytes < SHORTEST_BYTES) return result;
    maxBytes -= 50;
  }
}

/** Shortens a reply that is too large even for a caller who wants everything, and says how to get the rest. */
function fullResult(
  outcome: MarkedOutcome,
  form: (shown: MarkedOutcome, text: string) => CallToolResult,
): CallToolResult {
  let result = form(outcome, JSON.stringify(outcome));
  for (let maxBytes = MAX_FULL_BYTES; bytesOf(result) > MAX_RESULT_BYTES && maxBytes > 0; maxBytes -= FULL_STEP_BYTES) {
    const part = briefOutcome(outcome, { maxBytes, howToGetAll: HOW_TO_GET_PARTS });
    result = form(part, JSON.stringify(part));
  }
  return result;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Converts a failure to an outcome, so that a tool result can contain it. */
export function outcomeOfFailure(
  { code, message }: Pick<Failure, 'code' | 'message'>,
  next: readonly NextStep[] = [],
): Outcome<null> {
  return { decision: 'refused', code, message, data: null, next };
}

/** The text has the first step even if the message is long, because some clients show the model only the text. */
function textOf({ decision, code, message, next }: Outcome<unknown>, stepOf: (step: NextStep) => AgentStep): string {
  const head = `${decision} (${code}): ${message}`;
  const [first] = next;
  const step = first === undefined ? '' : `\nNext: ${JSON.stringify(stepOf(first))}`;
  const room = BRIEF_BYTES * TEXT_SHARE;
  const forHead = room - step.length;
  return forHead < room * LEAST_HEAD_SHARE ? cutText(head, room) : `${cutText(head, forHead)}${step}`;
}

function agentStep(step: NextStep, { tools }: Pick<ResultContext, 'tools'>): AgentStep {
  const { operation, arguments: given, fill_in, why } = step;
  const tool = toolOf(tools, operation);
  const open = fill_in === undefined ? {} : { fill_in };
  if (tool === undefined) return { for_a_person: operation, arguments: given, ...open, why };
  const action = tool.action === undefined ? {} : { action: tool.action };
  return { tool: tool.name, arguments: { ...action, ...given }, ...open, why };
}
