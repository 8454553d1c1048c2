import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { ProvedClaim, Verdict } from '../../coordination/handoffs/handoff.ts';
import { assertReadable, fileFault } from '../../platform/file-fault.ts';
import { Problem } from '../../platform/problem.ts';
import { LocalPath } from '../kit/input/local-path.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { operation } from '../kit/operation.ts';
import { readClaimTable, type StatedClaim } from './claim-table.ts';
import { verdictsText } from './handoff-text.ts';
import { proveClaims } from './prove-claims.ts';

const MAX_BYTES = 1024 * 1024;

/** A claim of a file with its verdict now, and the one that the file states. */
const ImportedClaim = ProvedClaim.extend({ line: z.number(), stated: Verdict });

export const importHandoff = operation({
  name: 'handoff import',
  summary: 'Read the Markdown file of a handoff and prove its claims. Changes nothing.',
  input: z.strictObject({ file: LocalPath.describe('the file that `tipoff handoff export` wrote') }),
  output: z.object({ file: z.string(), done: z.array(ImportedClaim) }),
  positionals: ['file'],
  effect: 'read',
  reach: 'local',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input: { file }, actor }) {
    const table = readClaimTable(await readMarkdown(file));
    if (table.type === 'malformed') throw malformed(file, table);
    const stated = table.claims;
    const claims = stated.map(({ claim, proof }) => ({ claim, proof }));
    const proved = await proveClaims(app, { claims, session: claimantOf(actor) });
    const done = proved.map((each, index) => ({ ...each, ...statementOf(stated[index]) }));
    const differing = done.filter(({ verdict, stated: written }) => verdict !== written).length;
    const change =
      differing === 0 ? '' : ` ${differing} ${differing === 1 ? 'verdict differs' : 'verdicts differ'} from the file.`;
    const isTrue = done.every(({ verdict }) => verdict === 'true');
    return {
      decision: 'done',
      code: isTrue ? 'ok' : 'not_all_true',
      message: `${verdictsText(done)}.${change}`,
      data: { file, done },
      next: [],
    };
  },
});

function statementOf(claim: StatedClaim | undefined) {
  return { line: claim?.line ?? 0, stated: claim?.stated ?? ('unknown' as const) };
}

async function readMarkdown(path: string): Promise<string> {
  try {
    assertReadable(await stat(path), MAX_BYTES);
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): Problem {
  const message = `The file ${quoteInput(path)} cannot be read: ${fileFault(cause)}. Name a Markdown file on this machine.`;
  return new Problem({ code: 'unreadable_file', message, cause });
}

function malformed(path: string, { line, fault }: { readonly line: number; readonly fault: string }): Problem {
  const message = `Line ${line} of ${quoteInput(path)} is wrong: ${fault}. \`tipoff handoff export\` writes a file with the right form.`;
  return new Problem({ code: 'bad_input', message });
}
