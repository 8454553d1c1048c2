import type { Directory, User } from '../store/directory.ts';

/**
 * Returns the person that a request of the page acts as: the `as` of its URL, which is an id or a name, or else the first
 * person of the workspace. Every tab sends its own `as`, so two tabs can act as two people. Returns undefined if the
 * workspace has no such person.
 */
export function actingUser(directory: Pick<Directory, 'users'>, query: URLSearchParams): User | undefined {
  const people = directory.users().filter(({ is_bot }) => !is_bot);
  const wanted = query.get('as');
  return wanted === null ? people[0] : people.find(({ id, name }) => id === wanted || name === wanted);
}
