import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';

const Step = z.looseObject({
  tool: z.string().optional(),
  for_a_person: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()),
  fill_in: z.array(z.string()).optional(),
  why: z.string(),
});
const Reply = z.object({
  decision: z.enum(['done', 'refused', 'pending']),
  code: z.string(),
  message: z.string(),
  data: z.unknown(),
  next: z.array(Step),
});
type Reply = z.infer<typeof Reply>;
type Given = Readonly<Record<string, unknown>>;

/** A client that knows only the list of tools and the replies that it gets. It follows fixed rules, without a model. */
export interface ScriptedAgent {
  /** The number of calls so far. */
  calls(): number;
  /** The size of the largest reply so far, in bytes. */
  largestReply(): number;
  /** Calls the action whose description has these words. */
  ask(words: string, given?: Given): Promise<Reply>;
  /** Takes the next step that leads to an action with these words, and fills in the fields that the step leaves open. */
  follow(reply: Reply, words: string, filledIn?: Given): Promise<Reply>;
  close(): Promise<void>;
}

export async function aScriptedAgent(url: URL, token: string): Promise<ScriptedAgent> {
  const client = new Client({ name: 'a scripted agent', version: '1' });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  const { tools } = await client.listTools();
  const actions = tools.flatMap(actionsOf);
  let calls = 0;
  let largest = 0;
  const call = async (name: string, given: Given) => {
    calls += 1;
    const result = await client.callTool({ name, arguments: given });
    largest = Math.max(largest, Buffer.byteLength(JSON.stringify(result)));
    return Reply.parse(result.structuredContent);
  };
  const actionWith = (words: string) => {
    const found = actions.filter(({ text }) => text.includes(words));
    if (found.length !== 1) throw new Error(`${found.length} actions say "${words}"`);
    return found[0] ?? never();
  };
  return {
    calls: () => calls,
    largestReply: () => largest,
    ask: (words, given = {}) => {
      const { tool, action } = actionWith(words);
      return call(tool, { ...action, ...given });
    },
    follow: async ({ next }, words, filledIn = {}) => {
      const { tool, action } = actionWith(words);
      const step = next.find((each) => each.tool === tool && each.arguments['action'] === action.action);
      if (step === undefined) throw new Error(`no step leads to "${words}": ${JSON.stringify(next)}`);
      const open = (step.fill_in ?? []).filter((field) => filledIn[field] === undefined);
      if (open.length > 0) throw new Error(`the step needs ${open.join(', ')}`);
      return await call(tool, { ...step.arguments, ...filledIn });
    },
    close: () => client.close(),
  };
}

interface Action {
  readonly tool: string;
  readonly action: { readonly action?: string };
  readonly text: string;
}

/** The actions of a tool, as its description lists them: `word(field, field?): what it does`. */
function actionsOf({ name, description = '' }: Tool): readonly Action[] {
  const [about = '', ...lines] = description.split('\n');
  if (lines.length === 0) return [{ tool: name, action: {}, text: about }];
  return lines.map((text) => ({ tool: name, action: { action: text.split('(', 1).join() }, text }));
}

function never(): never {
  throw new Error('unreachable');
}
