import type { Operation } from '../../operations/kit/operation.ts';

/**
 * Where an operation is asked for: `batch start` at `/api/batch/start`. What only the command line of this machine may ask for is at
 * `/local/…`, where nobody but the user of this machine finds anything.
 */
export function apiPath({ name, reach }: Pick<Operation, 'name' | 'reach'>): string {
  return `/${reach === 'local' ? 'local' : 'api'}/${name.replace(' ', '/')}`;
}
