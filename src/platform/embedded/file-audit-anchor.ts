import { appendFileSync, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import type { AuditAnchor } from '../audit-anchor.ts';
import { assertReadable, fileFault } from '../file-fault.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { createFileOnce } from './create-file-once.ts';

const Absent = z.object({ code: z.literal('ENOENT') });

/**
 * The audit anchor as a file to which several processes append concurrently. The file system writes each short line to
 * the end of the file in one piece. Each line begins with its line break, so a line that a power cut has shortened does
 * not spoil the next one. An appended line is not synced to the disk, although the commit before it is.
 */
export function fileAuditAnchor({ path, log }: { readonly path: string; readonly log: Log }): AuditAnchor {
  const read = async () => {
    const text = await readAnchor(path).catch(undefinedIfAbsent);
    return text?.split('\n').filter((line) => line !== '');
  };
  return {
    read,
    // The file has each line when `add` returns.
    settled: async () => undefined,
    begin: async (lines) => {
      if (existsSync(path)) return;
      const text = (await lines()).map((line) => `\n${line}`);
      await createFileOnce(path, text.join(''));
    },
    add: (line) => {
      try {
        appendFileSync(path, `\n${line}`, { mode: 0o600 });
      } catch (error) {
        log.error({ error, path }, 'the newest head of the audit could not be written to the anchor file');
      }
    },
  };
}

/** Throws a `Problem` `audit_anchor_unusable` for a file that exists and cannot be read. A pipe would never end. */
async function readAnchor(path: string): Promise<string> {
  try {
    assertReadable(await stat(path));
    return await readFile(path, 'utf8');
  } catch (error) {
    if (Absent.safeParse(error).success) throw error;
    throw unusable(path, error);
  }
}

function unusable(path: string, cause: unknown): Problem {
  const message = `The audit anchor ${path} cannot be read (${fileFault(cause)}). Put the file of the newest backup there.`;
  return new Problem({ code: 'audit_anchor_unusable', message, cause });
}

function undefinedIfAbsent(error: unknown): undefined {
  if (!Absent.safeParse(error).success) throw error;
}
