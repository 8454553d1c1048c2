import type { ClientOptions } from '../run-clients.ts';

/** Loads the clients for setup when they are first needed, because loading takes more than a second. */
export async function openSetupClients(options: ClientOptions) {
  const [{ v1: pubsub }, { v1: firestore }, secretManager, scheduler, run] = await Promise.all([
    import('@google-cloud/pubsub'),
    import('@google-cloud/firestore'),
    import('@google-cloud/secret-manager'),
    import('@google-cloud/scheduler'),
    import('@google-cloud/run'),
  ]);
  const clients = {
    publisher: new pubsub.PublisherClient(options),
    subscriber: new pubsub.SubscriberClient(options),
    firestore: new firestore.FirestoreAdminClient(options),
    secrets: new secretManager.SecretManagerServiceClient(options),
    scheduler: new scheduler.CloudSchedulerClient(options),
    services: new run.ServicesClient(options),
    workerPools: new run.WorkerPoolsClient(options),
  };
  return {
    ...clients,
    close: async () => {
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
export type SetupClients = Awaited<ReturnType<typeof openSetupClients>>;
