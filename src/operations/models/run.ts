import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import { CaseAnswer, parseCases, runCases } from '../../pipeline/models/golden-case.ts';
import { assertReadable, fileFault } from '../../platform/file-fault.ts';
import { Problem } from '../../platform/problem.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { operation } from '../kit/operation.ts';

const MAX_BYTES = 256 * 1024 * 1024;

export const runModelsOnFile = operation({
  name: 'models run',
  summary: 'Run every model on the cases of a JSON file. --json prints {"cases": [{"id", "models", "absent"}]}.',
  input: z.strictObject({
    file: LocalPath.describe('a JSON file of the form {"cases": [{"id", "line", "features", "history"}]}'),
  }),
  output: z.object({ cases: z.array(CaseAnswer) }),
  positionals: ['file'],
  effect: 'read',
  reach: 'local',
  opens: 'nothing',
  prints: 'data',
  async run(app, { input }) {
    const models = app.models();
    const cases = parseCases(await readCaseFile(input.file));
    const data = runCases(models, cases);
    return {
      decision: 'done',
      code: 'ok',
      message: `Ran ${models.length} models on ${cases.length} cases.`,
      data,
      next: [],
    };
  },
});

async function readCaseFile(path: string): Promise<string> {
  try {
    assertReadable(await stat(path), MAX_BYTES);
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): Problem {
  const message = `The file ${quoteInput(path)} cannot be read: ${fileFault(cause)}. Name a JSON file on this machine.`;
  return new Problem({ code: 'unreadable_file', message, cause });
}
