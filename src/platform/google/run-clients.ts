import type { ServicesClient } from '@google-cloud/run';

/** How Google's clients connect. The default is Google, with the credentials of the environment. */
export type ClientOptions = ConstructorParameters<typeof ServicesClient>[0];

/** Loads Google's clients when they are first needed, because loading takes half a second. */
export async function openRunClients(options: ClientOptions) {
  const [{ ServicesClient: Services, RevisionsClient }, { CloudBuildClient }] = await Promise.all([
    import('@google-cloud/run'),
    import('@google-cloud/cloudbuild'),
  ]);
  return {
    services: new Services(options),
    revisions: new RevisionsClient(options),
    builds: new CloudBuildClient(options),
  };
}
export type RunClients = Awaited<ReturnType<typeof openRunClients>>;

/** Every call has its own limit of time. It is not repeated, because the next question comes soon. */
export function callOptions(withinMs: number) {
  return { timeout: withinMs, retry: null, autoPaginate: false } as const;
}
