import { randomUUID } from 'node:crypto';
import pRetry from 'p-retry';
import * as z from 'zod';
import type { AuditAnchor } from '../audit-anchor.ts';
import type { Log } from '../log.ts';
import {
  callGoogle,
  type GoogleUse,
  grpcCode,
  INVALID_ARGUMENT,
  NOT_FOUND,
  PERMISSION_DENIED,
  UNAUTHENTICATED,
} from './call-google.ts';
import type { GoogleRest } from './google-rest.ts';

const LOG_ID = 'tipoff-audit';
const WRITE = 'logging.googleapis.com/v2/entries:write';
const LIST = 'logging.googleapis.com/v2/entries:list';
/** An entry may have 256 KB. A line has about 110 bytes. */
const LINES_AN_ENTRY = 1_000;
const PAGE_ENTRIES = 1_000;
const RETRIES = 3;
const RETRY_DELAY_MS = 500;
/** The codes of errors that a repetition does not change. */
const FINAL: ReadonlySet<number | undefined> = new Set([
  INVALID_ARGUMENT,
  NOT_FOUND,
  PERMISSION_DENIED,
  UNAUTHENTICATED,
]);
/** Without a time in the filter, Cloud Logging may look at the last day only. */
const ALL_TIMES = 'timestamp >= "2000-01-01T00:00:00Z"';

const Page = z.object({
  entries: z.array(z.object({ jsonPayload: z.object({ lines: z.array(z.string()) }) })).default([]),
  nextPageToken: z.string().default(''),
});

interface LogAuditAnchorOptions {
  readonly projectId: string;
  readonly rest: GoogleRest;
  readonly log: Log;
  readonly retryDelayMs?: number;
}

/**
 * The audit anchor as a log of its own in Cloud Logging, which every machine adds to and which outlives them. Nobody can change an entry, and only
 * an administrator of logging can delete the log. The lines that wait while a request is on its way are sent together.
 */
export function logAuditAnchor({
  projectId,
  rest,
  log,
  retryDelayMs = RETRY_DELAY_MS,
}: LogAuditAnchorOptions): AuditAnchor {
  const logName = `projects/${projectId}/logs/${LOG_ID}`;
  const waiting: string[] = [];
  let sending: Promise<void> | undefined;

  const ask = (use: GoogleUse, path: string, body: object) =>
    callGoogle(use, () =>
      pRetry(() => rest({ method: 'POST', path, body }), {
        retries: RETRIES,
        minTimeout: retryDelayMs,
        shouldRetry: ({ error }) => !FINAL.has(grpcCode(error)),
      }),
    );
  /** An entry with a known id counts once, so a request may be repeated. Cloud Logging takes all entries of a request or none. */
  const write = async (lines: readonly string[]) => {
    const timestamp = new Date().toISOString();
    const entries = chunksOf(lines).map((chunk) => ({
      insertId: randomUUID(),
      timestamp,
      jsonPayload: { lines: chunk },
    }));
    await ask(writing(projectId), WRITE, { logName, resource: { type: 'global' }, entries });
  };
  const send = async () => {
    while (waiting.length > 0) {
      const lines = waiting.splice(0);
      await write(lines).catch((error: unknown) =>
        log.error(
          { error, lines: lines.length },
          'the newest heads of the audit could not be written to Cloud Logging',
        ),
      );
    }
    sending = undefined;
  };
  const read = () => readLines(logName, (body) => ask(reading(projectId), LIST, body));
  return {
    read,
    begin: async (lines) => {
      // The entry that begins the anchor has all first lines, so a crash leaves the whole anchor or none.
      if ((await read()) === undefined) await write(await lines());
    },
    add: (line) => {
      waiting.push(line);
      sending ??= send();
    },
    settled: async () => {
      await sending;
    },
  };
}

/** Reads the lines of all entries. Returns undefined if the log has no entries. */
async function readLines(
  logName: string,
  list: (body: object) => Promise<unknown>,
): Promise<readonly string[] | undefined> {
  const [project = ''] = logName.split('/logs/');
  const common = {
    resourceNames: [project],
    filter: `logName="${logName}" AND ${ALL_TIMES}`,
    orderBy: 'timestamp asc',
    pageSize: PAGE_ENTRIES,
  };
  const entries: z.infer<typeof Page>['entries'] = [];
  let pageToken = '';
  do {
    const page = Page.parse(await list({ ...common, ...(pageToken === '' ? {} : { pageToken }) }));
    entries.push(...page.entries);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return entries.length === 0 ? undefined : entries.flatMap(({ jsonPayload }) => jsonPayload.lines);
}

/** No lines are one empty entry, which begins the anchor. */
function chunksOf(lines: readonly string[]): readonly (readonly string[])[] {
  const count = Math.max(1, Math.ceil(lines.length / LINES_AN_ENTRY));
  return Array.from({ length: count }, (_, index) => lines.slice(index * LINES_AN_ENTRY, (index + 1) * LINES_AN_ENTRY));
}

function writing(projectId: string) {
  return useOf(projectId, { purpose: 'add to the log of the audit', role: 'roles/logging.logWriter' });
}

function reading(projectId: string) {
  return useOf(projectId, { purpose: 'read the log of the audit', role: 'roles/logging.viewer' });
}

function useOf(projectId: string, { purpose, role }: { readonly purpose: string; readonly role: string }) {
  const grant = `gcloud projects add-iam-policy-binding ${projectId} --member=MEMBER --role=${role}`;
  return { api: 'Cloud Logging', projectId, purpose, role: `${role} on the project`, grant } as const;
}
