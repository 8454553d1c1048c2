import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { BRIEF_BYTES, briefOutcome, cutText } from '../../operations/kit/brief-outcome.ts';
import type { Failure } from '../../operations/kit/failure.ts';
import type { MarkedOutcome } from '../../operations/kit/mark-user-text.ts';
import { noteText } from '../../operations/kit/note-text.ts';
import type { NextStep, Operation, Outcome } from '../../operations/kit/operation.ts';
import { stepCommand } from '../../operations/kit/step-command.ts';
import type { Tool } from './tools.ts';

const HOW_TO_GET_ALL = 'Call again with detail: "full" for the full reply.';
const TEXT_SHARE = 0.3;
const SHORTEST_BYTES = 300;

/** A next step for an agent: a tool call, or a command that only a person may run. */
type AgentStep =
  | ({ readonly tool: string } & Omit<NextStep, 'operation'>)
  | { readonly for_a_person: string; readonly why: string };

interface ResultContext {
  readonly tools: readonly Tool[];
  /** All operations, including those that only people or only the command line may call. */
  readonly operations: readonly Operation[];
  readonly detail: 'brief' | 'full';
}

/**
 * Converts an outcome to an MCP tool result. Some clients show the model only the text, others only the structured
 * content, so each must be usable alone. A result takes at most 1 kB and its notes, unless `detail` is `full`.
 */
export function toolResult(outcome: MarkedOutcome, { tools, operations, detail }: ResultContext): CallToolResult {
  const stepOf = (step: NextStep) => agentStep(step, { tools, operations });
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
export function outcomeOfFailure({ code, message }: Pick<Failure, 'code' | 'message'>): Outcome<null> {
  return { decision: 'refused', code, message, data: null, next: [] };
}

function textOf({ decision, code, message, next }: Outcome<unknown>, stepOf: (step: NextStep) => AgentStep): string {
  const head = `${decision} (${code}): ${message}`;
  const [first] = next;
  const step = first === undefined ? '' : `\nNext: ${JSON.stringify(stepOf(first))}`;
  const room = BRIEF_BYTES * TEXT_SHARE;
  return head.length + step.length <= room ? `${head}${step}` : cutText(head, room);
}

function agentStep(step: NextStep, { tools, operations }: Pick<ResultContext, 'tools' | 'operations'>): AgentStep {
  const { operation, arguments: given, fill_in, why } = step;
  for (const { group, actions } of tools) {
    const action = actions.find((known) => known.operation.name === operation);
    if (action === undefined) continue;
    return {
      tool: group.name,
      arguments: {
        ...(action.word === undefined ? {} : { action: action.word }),
        ...given,
      },
      ...(fill_in === undefined ? {} : { fill_in }),
      why,
    };
  }
  return { for_a_person: stepCommand(step, operations), why };
}
