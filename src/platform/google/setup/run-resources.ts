import type { protos, ServicesClient, WorkerPoolsClient } from '@google-cloud/run';
import { Problem } from '../../problem.ts';
import { absentIfMissing } from './absent-if-missing.ts';
import { differs, type ResourceAdapter, type ResourceState } from './resource.ts';
import { runTemplate, templateSettings } from './run-container.ts';
import type { RunSpec } from './run-spec.ts';

type Service = protos.google.cloud.run.v2.IService;
type WorkerPool = protos.google.cloud.run.v2.IWorkerPool;

const HEALTH_PATH = '/health';
/** Cloud Run starts the program again after ten failed probes, which is after 100 seconds. */
const STARTUP_PROBE = { httpGet: { path: HEALTH_PATH }, periodSeconds: 10, failureThreshold: 10, timeoutSeconds: 5 };
const LIVENESS_PROBE = { httpGet: { path: HEALTH_PATH }, periodSeconds: 30, failureThreshold: 4, timeoutSeconds: 5 };
const INGRESS = {
  everywhere: 'INGRESS_TRAFFIC_ALL',
  project: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
} as const;
/** Pub/Sub waits ten minutes for an answer, and Cloud Scheduler half an hour. */
const ANSWER_WITHIN_SECONDS = 1_800;

interface RunPlace<C> {
  readonly client: C;
  /** Such as `projects/p/locations/us-central1`. */
  readonly parent: string;
  readonly spec: RunSpec;
}

/** A service in Cloud Run. A change makes a new revision, which keeps the traffic rules of the service. */
export function serviceResource({ client, parent, spec }: RunPlace<ServicesClient>): ResourceAdapter {
  const name = `${parent}/services/${spec.name}`;
  const read = async () => (await client.getService({ name }))[0];
  return {
    read: () => absentIfMissing(async () => comparison(serviceSettings, await read(), serviceOf(spec, await read()))),
    async apply(state) {
      if (state.type === 'absent') {
        assertImage(spec);
        const [created] = await client.createService({ parent, serviceId: spec.name, service: serviceOf(spec) });
        await created.promise();
        return;
      }
      const [updated] = await client.updateService({ service: serviceOf(spec, await read()) });
      await updated.promise();
    },
  };
}

/** A pool of workers in Cloud Run, which get no requests and pull their work. */
export function workerPoolResource({ client, parent, spec }: RunPlace<WorkerPoolsClient>): ResourceAdapter {
  const name = `${parent}/workerPools/${spec.name}`;
  const read = async () => (await client.getWorkerPool({ name }))[0];
  return {
    read: () => absentIfMissing(async () => comparison(poolSettings, await read(), poolOf(spec, await read()))),
    async apply(state) {
      if (state.type === 'absent') {
        assertImage(spec);
        const [created] = await client.createWorkerPool({ parent, workerPoolId: spec.name, workerPool: poolOf(spec) });
        await created.promise();
        return;
      }
      const [updated] = await client.updateWorkerPool({ workerPool: poolOf(spec, await read()) });
      await updated.promise();
    },
  };
}

function serviceOf(spec: RunSpec, found: Service = {}): Service {
  const template = runTemplate(spec, found.template ?? {});
  const [own = {}, ...others] = template.containers;
  return {
    ...found,
    ingress: INGRESS[spec.reachableFrom],
    customAudiences: [...new Set([...(found.customAudiences ?? []), spec.url])],
    template: {
      ...found.template,
      ...template,
      // The name of a revision may not be used again.
      revision: '',
      containers: [{ ...own, startupProbe: STARTUP_PROBE, livenessProbe: LIVENESS_PROBE }, ...others],
      scaling: { minInstanceCount: spec.instances.min, maxInstanceCount: spec.instances.max },
      maxInstanceRequestConcurrency: spec.concurrency,
      timeout: { seconds: ANSWER_WITHIN_SECONDS },
    },
  };
}

function poolOf(spec: RunSpec, found: WorkerPool = {}): WorkerPool {
  return {
    ...found,
    template: { ...found.template, ...runTemplate(spec, found.template ?? {}), revision: '' },
    scaling: { manualInstanceCount: spec.instances.min },
  };
}

function serviceSettings({ ingress, customAudiences, template }: Service): Readonly<Record<string, string>> {
  const { scaling, containers, maxInstanceRequestConcurrency, timeout } = template ?? {};
  return {
    ...templateSettings(template ?? {}),
    ingress: String(ingress),
    audiences: [...(customAudiences ?? [])].sort().join(' '),
    probes: [containers?.[0]?.startupProbe, containers?.[0]?.livenessProbe]
      .map((each) => each?.httpGet?.path)
      .join(' '),
    'number of instances': `${scaling?.minInstanceCount} to ${scaling?.maxInstanceCount}`,
    'requests at once': String(maxInstanceRequestConcurrency),
    'time to answer': String(timeout?.seconds),
  };
}

function poolSettings({ template, scaling }: WorkerPool): Readonly<Record<string, string>> {
  return { ...templateSettings(template ?? {}), 'number of instances': String(scaling?.manualInstanceCount) };
}

function comparison<T>(settings: (of: T) => Readonly<Record<string, string>>, found: T, wanted: T): ResourceState {
  const before = settings(found);
  return differs(
    Object.entries(settings(wanted))
      .filter(([title, value]) => before[title] !== value)
      .map(([title]) => title),
  );
}

function assertImage({ image, name }: RunSpec): void {
  if (image !== undefined) return;
  const message = `The service ${name} does not exist yet, so setup needs an image: \`tipoff gcp setup --image <name>@sha256:<digest>\`.`;
  throw new Problem({ code: 'image_needed', message });
}
