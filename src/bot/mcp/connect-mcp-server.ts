import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import { failureOf } from '../../operations/kit/failure.ts';
import { parseInput } from '../../operations/kit/input/parse-input.ts';
import type { Operation, Outcome, Progress } from '../../operations/kit/operation.ts';
import { outcomeOfFailure, toolResult } from './tool-result.ts';
import { listedTool, type Tool, type ToolCall, toolCallOf, toolsOf } from './tools.ts';

const INSTRUCTIONS = `Tipoff runs the nightly NBA points predictions and coordinates the people and agents who work on them.
Each reply has a decision (done, refused, pending), a code, a message, and next: calls you can make now. Add the fields that \`fill_in\` names. \`for_a_person\` is a command that only a person may run, so ask a person to run it.
A reply is at most 1 kB; \`left_out\` says what is missing. \`detail: "full"\` returns everything.
Claim the deploy lock before you deploy anything, and release it afterwards.`;

export interface McpSettings {
  readonly operations: readonly Operation[];
  readonly version: string;
  /**
   * Runs an operation as the connected caller. `requestId` is the id of the MCP request as JSON. It is unique only
   * within this connection.
   */
  readonly perform: (operation: Operation, call: PerformedCall) => Promise<Outcome<unknown>>;
  /** Returns the refusal of a caller who lacks the permission for an operation. The input is not parsed yet. */
  readonly forbidden: (operation: Operation) => Outcome<null> | undefined;
  /** Logs a defect with its stack. */
  readonly recordDefect: (error: unknown) => void;
}

/** @internal exported for tests */
export interface PerformedCall {
  readonly input: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly progress: Progress;
}

/** Creates an MCP server whose tools are the operations of agents, and connects it to `transport`. */
export async function connectMcpServer(settings: McpSettings, transport: Transport): Promise<McpServer> {
  const { operations, version } = settings;
  const tools = toolsOf(operations);
  const mcp = new McpServer({ name: 'tipoff', version }, { capabilities: { tools: {} }, instructions: INSTRUCTIONS });
  mcp.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(listedTool) }));
  mcp.server.setRequestHandler(CallToolRequestSchema, async ({ params }, { requestId, sendNotification, _meta }) => {
    const progressToken = _meta?.progressToken;
    let sent = 0;
    const progress = (message: string) => {
      sent += 1;
      if (progressToken === undefined) return;
      const notification = {
        method: 'notifications/progress',
        params: { progressToken, progress: sent, message },
      } as const;
      void sendNotification(notification).catch(settings.recordDefect);
    };
    return await callTool(settings, {
      tools,
      name: params.name,
      given: params.arguments ?? {},
      requestId: JSON.stringify(requestId),
      progress,
    });
  });
  await mcp.connect(transport);
  return mcp;
}

interface NamedToolCall {
  readonly tools: readonly Tool[];
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly progress: Progress;
}

async function perform(
  settings: McpSettings,
  { operation, given }: ToolCall,
  around: Omit<PerformedCall, 'input'>,
): Promise<Outcome<unknown>> {
  return await settings.perform(operation, { ...around, input: parseInput(operation.input, given) });
}

/** This is the only place in the MCP transport that catches errors. */
async function callTool(settings: McpSettings, { tools, name, given, requestId, progress }: NamedToolCall) {
  const tool = tools.find(({ group }) => group.name === name);
  if (tool === undefined) {
    const names = tools.map(({ group }) => group.name).join(', ');
    throw new McpError(
      ErrorCode.InvalidParams,
      `The tool ${JSON.stringify(name)} does not exist. The tools are ${names}.`,
    );
  }
  try {
    const call = toolCallOf(tool, given);
    const outcome = settings.forbidden(call.operation) ?? (await perform(settings, call, { requestId, progress }));
    return toolResult(outcome, { tools, operations: settings.operations, detail: call.detail });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'defect') settings.recordDefect(error);
    return toolResult(outcomeOfFailure(failure), { tools, operations: settings.operations, detail: 'brief' });
  }
}
