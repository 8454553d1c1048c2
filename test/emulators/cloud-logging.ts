import * as z from 'zod';
import type { GoogleRest } from '#src/platform/google/google-rest.ts';

const Written = z.object({
  logName: z.string(),
  entries: z.array(z.object({ insertId: z.string(), timestamp: z.string(), jsonPayload: z.unknown() })),
});
const Listed = z.object({ filter: z.string(), pageToken: z.string().optional() });
const PAGE_ENTRIES = 2;

export interface LoopbackLogging {
  readonly rest: GoogleRest;
  readonly writes: () => number;
  /** The next requests fail with these gRPC codes. `lost`: the request takes effect, and its answer is lost. */
  failNext(...answers: readonly (number | 'lost')[]): void;
}

/** The two methods of Cloud Logging that the audit anchor uses. An entry with a known id counts once, and pages are small. */
export function loopbackLogging(): LoopbackLogging {
  const logs = new Map<string, Map<string, { readonly jsonPayload: unknown }>>();
  const failures: (number | 'lost')[] = [];
  let writes = 0;
  const answerTo = (path: string, body: unknown) => {
    if (path.endsWith('entries:write')) {
      const { logName, entries } = Written.parse(body);
      writes += 1;
      const log = logs.get(logName) ?? new Map();
      for (const entry of entries) log.set(entry.insertId, entry);
      logs.set(logName, log);
      return {};
    }
    const { filter, pageToken } = Listed.parse(body);
    const all = [...logs].filter(([name]) => filter.includes(`"${name}"`)).flatMap(([, log]) => [...log.values()]);
    return pageOf(all, pageToken);
  };
  return {
    writes: () => writes,
    failNext: (...answers) => void failures.push(...answers),
    rest: async ({ path, body }) => {
      const failure = failures.shift();
      if (typeof failure === 'number') throw Object.assign(new Error('refused'), { code: failure });
      const answer = answerTo(path, body);
      if (failure === 'lost') throw new Error('socket hang up');
      return answer;
    },
  };
}

function pageOf(all: readonly object[], pageToken = '0'): object {
  const from = Number(pageToken);
  const next = from + PAGE_ENTRIES;
  if (all.length === 0) return {};
  return { entries: all.slice(from, next), ...(next < all.length ? { nextPageToken: String(next) } : {}) };
}
