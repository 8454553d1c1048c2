import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { Problem } from '../../problem.ts';
import type { GoogleRest } from '../google-rest.ts';
import { ABSENT, type ResourceAdapter, SAME } from './resource.ts';

const POLLS = 60;

const EnabledState = z.object({ state: z.string() });
const EnableOperation = z.object({
  name: z.string(),
  done: z.boolean().default(false),
  error: z.object({ message: z.string() }).optional(),
});

interface ApiPlace {
  readonly rest: GoogleRest;
  readonly projectId: string;
  readonly api: string;
  readonly pauseMs: number;
}

/** An API of Google that must be enabled in the project. */
export function apiResource({ rest, projectId, api, pauseMs }: ApiPlace): ResourceAdapter {
  const path = `serviceusage.googleapis.com/v1/projects/${projectId}/services/${api}`;
  return {
    async read() {
      return EnabledState.parse(await rest({ method: 'GET', path })).state === 'ENABLED' ? SAME : ABSENT;
    },
    async apply() {
      let operation = EnableOperation.parse(await rest({ method: 'POST', path: `${path}:enable`, body: {} }));
      for (let poll = 0; !operation.done && poll < POLLS; poll += 1) {
        await pause(pauseMs);
        const answer = await rest({ method: 'GET', path: `serviceusage.googleapis.com/v1/${operation.name}` });
        operation = EnableOperation.parse(answer);
      }
      if (operation.error !== undefined) throw notEnabled(api, operation.error.message);
      if (!operation.done) throw notEnabled(api, 'Google has not finished it yet.');
    },
  };
}

function notEnabled(api: string, why: string): Problem {
  const message = `The API ${api} was not enabled: ${why} Correct this, and run setup again.`;
  return new Problem({ code: 'api_not_enabled', message });
}
