import pRetry from 'p-retry';
import type { CloudSetupRequest, SetupStep } from '../../cloud-setup.ts';
import { isConcurrentChange, isSettling } from './passing-failure.ts';
import { refusalText } from './refusal-text.ts';
import { ABSENT, type Resource, type ResourceAdapter, type ResourceState } from './resource.ts';

const ATTEMPTS = 8;

export interface SetupRun {
  readonly mode: CloudSetupRequest['mode'];
  readonly projectId: string;
  readonly adapterOf: (resource: Resource) => ResourceAdapter;
  /** The pause before the second attempt, in milliseconds. Each further pause is twice as long. */
  readonly pauseMs: number;
  readonly progress: (text: string) => void;
}

/** `missing`: the resource does not exist now, so those that need it are not possible. */
interface Result {
  readonly step: SetupStep;
  readonly missing: boolean;
}

/**
 * Reads each resource and, unless it is only a plan, makes it as wanted. A resource that fails does not stop the others,
 * except for those that need it. A resource that cannot be read may exist, so those that need it are tried.
 */
export async function setUpResources(resources: readonly Resource[], run: SetupRun): Promise<readonly SetupStep[]> {
  const results = new Map<string, Result>();
  for (const resource of resources) {
    run.progress(resource.id);
    results.set(resource.id, await resultOf(resource, results, run));
  }
  return [...results.values()].map(({ step }) => step);
}

async function resultOf(resource: Resource, results: ReadonlyMap<string, Result>, run: SetupRun): Promise<Result> {
  const lacking = resource.needs.filter((need) => results.get(need)?.missing === true);
  const blocked = lacking.filter((need) => results.get(need)?.step.result === 'not_possible');
  if (blocked.length > 0) {
    return {
      step: stepOf(resource, 'not_possible', `It needs what is missing: ${blocked.join(', ')}.`),
      missing: true,
    };
  }
  // In a plan, nothing can be read from an API that is not enabled yet.
  if (lacking.some((need) => need.startsWith('api '))) return { step: stepOf(resource, 'to_create'), missing: true };
  const isNew = resource.needs.some((need) => results.get(need)?.step.result === 'created');
  const failed = resource.needs.filter((need) => results.get(need)?.step.result === 'not_possible');
  return await attempt(resource, run, { isNew, failed });
}

interface Needs {
  /** Whether this run created one of them, which Google may not know everywhere yet. */
  readonly isNew: boolean;
  /** The ids of those that setup could neither make nor find missing. */
  readonly failed: readonly string[];
}

async function attempt(resource: Resource, run: SetupRun, needs: Needs): Promise<Result> {
  const adapter = run.adapterOf(resource);
  let state: ResourceState | undefined;
  try {
    return await pRetry(
      async () => {
        state = undefined;
        state = await adapter.read();
        if (state.type === 'same') return { step: stepOf(resource, 'unchanged'), missing: false };
        if (run.mode === 'apply') await adapter.apply(state);
        return outcome(resource, state, run.mode);
      },
      {
        retries: ATTEMPTS - 1,
        minTimeout: run.pauseMs,
        // A resource that another run has just made is read again.
        shouldRetry: ({ error }) =>
          run.mode === 'apply' &&
          (isConcurrentChange(error) || (needs.isNew && needs.failed.length === 0 && isSettling(error))),
      },
    );
  } catch (error) {
    const detail =
      needs.failed.length > 0 && isSettling(error)
        ? `It needs what setup could not make: ${needs.failed.join(', ')}.`
        : refusalText(error, { resource, projectId: run.projectId });
    return { step: stepOf(resource, 'not_possible', detail), missing: state?.type === 'absent' };
  }
}

function outcome(resource: Resource, state: Exclude<ResourceState, { type: 'same' }>, mode: SetupRun['mode']): Result {
  const absent = state.type === ABSENT.type;
  const detail = state.type === 'differs' ? `Different: ${state.difference}.` : '';
  switch (mode) {
    case 'plan':
      return { step: stepOf(resource, absent ? 'to_create' : 'to_change', detail), missing: absent };
    case 'apply':
      return { step: stepOf(resource, absent ? 'created' : 'changed', detail), missing: false };
  }
}

function stepOf({ id }: Resource, result: SetupStep['result'], detail = ''): SetupStep {
  return { resource: id, result, detail };
}
