import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import { errorText } from '../error-text.ts';
import { assertReadable, fileFault } from '../file-fault.ts';
import { findJsonFault } from '../json-fault.ts';
import { known, type Reading, unknown } from '../reading.ts';

const MAX_BYTES = 4 * 1024 * 1024;
/** How many faults of a file its message names. */
const MAX_FAULTS = 3;
const FORMAT = 'docs/configuration.md describes the file';

const Name = z.string().min(1).max(200);
/** The name of a revision or a build, without spaces, so that it cannot be a sentence. */
const TargetId = z.string().regex(/^[A-Za-z0-9][\w.:/-]{0,199}$/, {
  error: 'it must be a name of at most 200 letters, digits and . _ : / - without spaces',
});
const CommitId = z
  .string()
  .regex(/^[0-9a-f]{7,40}$/, { error: 'it must be a commit id of 7 to 40 hexadecimal digits' })
  .nullable()
  .default(null);
/** A name only. A file with `NAME=value` is refused, because the value may be a secret. */
const VariableName = z.string().regex(/^[A-Za-z_]\w{0,199}$/, {
  error: 'it must be the name of an environment variable, without its value',
});
const Time = z.iso.datetime({ offset: true, error: 'it must be a time such as 2026-02-05T23:00:00Z' });
const Url = z
  .url({ protocol: /^https?$/, error: 'it must be a web address' })
  .nullable()
  .default(null);

const DeploysFile = z.strictObject({
  services: z
    .record(
      Name,
      z.strictObject({
        serving: z.array(
          z.strictObject({
            revision: TargetId,
            commit: CommitId,
            percent: z.int().min(1).max(100),
            variables: z.array(VariableName).optional(),
          }),
        ),
        rollout: z.enum(['settled', 'in-progress', 'failed']).default('settled'),
        url: Url,
      }),
    )
    .default({}),
  revisions: z
    .array(
      z.strictObject({
        service: Name,
        revision: TargetId,
        commit: CommitId,
        created_at: Time,
        by: Name.nullable().default(null),
      }),
    )
    .default([]),
  builds: z
    .array(
      z.strictObject({
        id: TargetId,
        service: Name.nullable().default(null),
        state: z.enum(['queued', 'running', 'succeeded', 'failed', 'unknown']),
        commit: CommitId,
        started_at: Time,
        ended_at: Time.nullable().default(null),
        by: Name.nullable().default(null),
        url: Url,
      }),
    )
    .default([]),
});
/** What scripts report of builds, revisions and the serving commits, as the file `deploys.json` holds it. */
export type DeploysFile = Readonly<z.infer<typeof DeploysFile>>;

/** Reads the file at each call, because scripts replace it. A file that does not exist is empty. A damaged file is `unknown`. */
export async function readDeploysFile(path: string): Promise<Reading<DeploysFile>> {
  const text = await textOf(path);
  return text.type === 'unknown' ? text : parseDeploysFile(path, text.value);
}

async function textOf(path: string): Promise<Reading<string>> {
  try {
    assertReadable(await stat(path), MAX_BYTES);
    return known(await readFile(path, 'utf8'));
  } catch (error) {
    if (Absent.safeParse(error).success) return known('{}');
    return unknown(`The file ${path} cannot be read: ${fileFault(error)}.`);
  }
}

const Absent = z.object({ code: z.literal('ENOENT') });

function parseDeploysFile(path: string, text: string): Reading<DeploysFile> {
  const content = parseJson(text);
  if (content.type === 'unknown') {
    const advice = 'Write the file under another name and rename it, so that nobody reads half of it';
    return unknown(`The file ${path} is not JSON: ${content.why}. ${advice}; ${FORMAT}.`);
  }
  const fault = findJsonFault(text);
  if (fault?.type === 'duplicate-field')
    return unknown(`The file ${path} has the field ${fault.field} twice. Remove one; ${FORMAT}.`);
  const parsed = DeploysFile.safeParse(content.value);
  if (parsed.success) return known(parsed.data);
  const faults = parsed.error.issues.map(({ path: field, message }) => `${fieldName(field)}: ${message}`);
  const more = faults.length > MAX_FAULTS ? `, and ${faults.length - MAX_FAULTS} more` : '';
  const shown = `${faults.slice(0, MAX_FAULTS).join('; ')}${more}`;
  return unknown(`The file ${path} has a fault: ${shown}. Correct it; ${FORMAT}.`);
}

function parseJson(text: string): Reading<unknown> {
  try {
    return known(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch (error) {
    return unknown(errorText(error));
  }
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the whole file' : path.map(String).join('.');
}
