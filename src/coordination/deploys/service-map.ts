import * as z from 'zod';

const CLOUD_RUN_NAME = /^projects\/[a-z0-9-]+\/locations\/[a-z0-9-]+\/services\/[a-z0-9-]+$/;
const CLOUD_RUN_HINT =
  'it must be the full name of a Cloud Run service, such as projects/p/locations/us-west2/services/worker';

/** The names of Tipoff's own services that make predictions. */
const PREDICTING: readonly string[] = ['coordinator', 'worker'];

/** A file or folder of the repository, without patterns. A path that no file can have would hide every commit. */
const RepositoryPath = z.string().regex(/^(?![./])[^*?\\]+$/, {
  error: 'it must be a path from the root of the repository, such as src/worker, without ./ and without patterns',
});

/** A service that people deploy: the files that it is built from, and where it runs. */
export const ServiceEntry = z.strictObject({
  /** The files and folders that the service is built from, from the root of the repository. Without them, every file counts. */
  paths: z.array(RepositoryPath).min(1, { error: 'it must name at least one path' }).optional(),
  /** Whether the service makes predictions. A batch does not start while the code of such a service is stale. */
  predicts: z.boolean().default(false),
  cloud_run: z.string().regex(CLOUD_RUN_NAME, { error: CLOUD_RUN_HINT }).optional(),
  /** The address that answers with 2xx when the service is ready. */
  ready_url: z.url({ protocol: /^https?$/ }).optional(),
});
export type ServiceEntry = Readonly<z.infer<typeof ServiceEntry>>;

/** The services by name, in the order in which they are shown. Every tool reads the same map. */
export type ServiceMap = ReadonlyMap<string, ServiceEntry>;

/** Returns the map of services about which only the names are known: each is built from the whole repository. */
export function namedServices(names: readonly string[]): ServiceMap {
  return new Map(names.map((name) => [name, { predicts: PREDICTING.includes(name) }]));
}
