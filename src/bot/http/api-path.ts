import type { Operation } from '../../operations/kit/operation.ts';

/**
 * The path of an operation: `batch start` is `/api/batch/start`. Operations that only the command line of this machine may call are below
 * `/local/`, which is hidden from every other caller.
 */
export function apiPath({ name, reach }: Pick<Operation, 'name' | 'reach'>): string {
  return `/${reach === 'local' ? 'local' : 'api'}/${name.replace(' ', '/')}`;
}
