import * as z from 'zod';
import type { BuildNotification } from '../build-notifications.ts';
import type { Delivery } from '../queue.ts';
import { buildSchema, serviceBuild } from './cloud-build-facts.ts';

/** Cloud Build writes up to nine digits of a second. */
const JsonTime = z.iso.datetime().transform((time) => new Date(time).toISOString());

/** A build as a message describes it. Its name has the number of the project, so the id of the project is a field of its own. */
const NotifiedBuild = buildSchema(JsonTime).extend({
  projectId: z.string().min(1),
  name: z.string().nullish(),
});

/**
 * Parses a message of Cloud Build: its body is the build as JSON. `services` are the full names of the services in Cloud
 * Run, by their names in Tipoff.
 */
export function parseBuildNotification(
  { messageId, body }: Pick<Delivery, 'messageId' | 'body'>,
  services: ReadonlyMap<string, string>,
): BuildNotification {
  const parsed = NotifiedBuild.safeParse(jsonOf(body));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
    return { type: 'unreadable', messageId, why: `The message is not a build of Cloud Build. ${faults.join('; ')}.` };
  }
  const { projectId, name } = parsed.data;
  const location = /\/locations\/([^/]+)\//.exec(name ?? '')?.[1] ?? 'global';
  const serviceNamed = (short: string) => serviceIn(services, { projectId, location, short });
  return { type: 'build', build: serviceBuild(parsed.data, serviceNamed) };
}

interface BuiltName {
  readonly projectId: string;
  readonly location: string;
  /** The name that the build gives to its service. */
  readonly short: string;
}

/** A build may run in another location than its service. Then it is of the service only if the name is unique in the project. */
function serviceIn(
  services: ReadonlyMap<string, string>,
  { projectId, location, short }: BuiltName,
): string | undefined {
  const named = [...services].filter(([, full]) => {
    const [, project, , , , service] = full.split('/');
    return project === projectId && service === short;
  });
  const here = named.find(([, full]) => full.split('/')[3] === location);
  return here?.[0] ?? (named.length === 1 ? named[0]?.[0] : undefined);
}

/** Returns undefined for a text that is not JSON, which no build is. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
