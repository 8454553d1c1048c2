import type { CloudSettings } from './cloud-settings.ts';

/** Cloud Build publishes to the topic of this name, if it exists. */
export const BUILDS_TOPIC = 'cloud-builds';
const VARIABLE = 'TIPOFF_BUILDS_SUBSCRIPTION';
const SUBSCRIPTION = 'tipoff-builds';

interface BuildsSubscription {
  /** The full name, as the bot gets it. */
  readonly full: string;
  /** The name in the project; undefined for a subscription of another project, which its owner sets up. */
  readonly own: string | undefined;
}

/** The subscription to Cloud Build's messages: the one in the configuration, or `tipoff-builds`. */
export function buildsSubscription({
  projectId,
  environment,
}: Pick<CloudSettings, 'projectId' | 'environment'>): BuildsSubscription {
  const parent = `projects/${projectId}/subscriptions/`;
  const given = Object.hasOwn(environment, VARIABLE) ? environment[VARIABLE] : undefined;
  const full = given ?? `${parent}${SUBSCRIPTION}`;
  return { full, own: full.startsWith(parent) ? full.slice(parent.length) : undefined };
}

/** The variable by which the bot finds the subscription. The other programs do not read it. */
export function buildsVariables(
  settings: Pick<CloudSettings, 'projectId' | 'environment'>,
): Readonly<Record<string, string>> {
  return { [VARIABLE]: buildsSubscription(settings).full };
}
