/** Where an operation is asked for: `batch start` at `/api/batch/start`. */
export function apiPath({ name }: { readonly name: string }): string {
  return `/api/${name.replace(' ', '/')}`;
}
