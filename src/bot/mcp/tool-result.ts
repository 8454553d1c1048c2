import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { BRIEF_BYTES, briefOutcome, cutText } from '../../operations/kit/brief-outcome.ts';
import type { Failure } from '../../operations/kit/failure.ts';
import type { MarkedOutcome } from '../../operations/kit/mark-user-text.ts';
import { noteText } from '../../operations/kit/note-text.ts';
import type { NextStep, Outcome } from '../../operations/kit/operation.ts';
import { type Tool, toolOf } from './tools.ts';

const HOW_TO_GET_ALL = 'Call again with detail: "full" for the full reply.';
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
 * content, so each must be usable alone. A result takes at most 1 kB and its notes, unless `detail` is `full`.
 */
export function toolResult(outcome: MarkedOutcome, { tools, detail }: ResultContext): CallToolResult {
  const stepOf = (step: NextStep) => agentStep(step, { tools });
  const notes = outcome.notes ?? [];
  const form = (shown: MarkedOutcome, text: string): CallToolResult => ({
    content: [{ type: 'text', text: [text, ...notes.map(noteText)].join('\n') }],
    structuredContent: { ...shown, next: shown.next.map(stepOf) },
    isError: shown.decision === 'refused',
  });
  if (detail === 'full') return form(outcome, JSON.stringify(outcome));
  // Each note is shown only once, so notes come on top of the limit.
  const limit =
    BRIEF_BYTES + (notes.length === 0 ? 0 : Buffer.byteLength(JSON.stringify([notes, notes.map(noteText)])));
  let maxBytes = BRIEF_BYTES;
  for (;;) {
    const brief = briefOutcome(outcome, { maxBytes, howToGetAll: HOW_TO_GET_ALL });
    const result = form(brief, textOf(outcome, stepOf));
    if (Buffer.byteLength(JSON.stringify(result)) <= limit || maxBytes < SHORTEST_BYTES) return result;
    maxBytes -= 50;
  }
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
