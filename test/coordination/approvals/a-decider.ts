import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const CHILD = fileURLToPath(new URL('decider-process.ts', import.meta.url));
const TOKEN = 'a-token-of-thirty-two-characters';
const Reply = z.object({ code: z.string(), message: z.string() });
const Refusal = z
  .object({ code: z.string(), detail: z.string() })
  .transform(({ code, detail }) => ({ code, message: detail }));
/** A refusal over HTTP has Problem Details; every other reply is an outcome. */
export const Answer = z.union([Reply, Refusal]);

type DecisionVerb = 'approve' | 'cancel';
export type Answer = z.infer<typeof Answer>;

export interface Decider {
  /** Decides over HTTP, as the person whose process it is. */
  decide(approvalId: string, verb: DecisionVerb): Promise<Answer>;
  /** Runs a command in the process; resolves to its result. */
  run(command: string): Promise<string>;
  kill(): Promise<void>;
}

/** Starts a process for a person over the stores that its variables name. */
export async function aDecider(person: string, variables: Readonly<Record<string, string>>): Promise<Decider> {
  const args = ['--no-warnings', CHILD, person, TOKEN, JSON.stringify(variables)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  const port = String((await lines.next()).value);
  return {
    decide: async (approvalId, verb) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/approval/${verb}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ approval_id: approvalId }),
      });
      return Answer.parse(await response.json());
    },
    run: async (command) => {
      child.stdin.write(`${command}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`the process of ${person} ended at ${command}`);
      return String(value);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
