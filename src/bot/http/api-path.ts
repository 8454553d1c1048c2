import type { Operation } from '../../operations/kit/operation.ts';

/**
 * Returns the path of an operation, such as `/api/batch/start` for `batch start`. Operations that only the command line
 * of this machine may call are below `/local/`, which is hidden from all other callers.
 */
export function apiPath({ name, reach }: Pick<Operation, 'name' | 'reach'>): string {
  return `/${reach === 'local' ? 'local' : 'api'}/${name.replace(' ', '/')}`;
}
