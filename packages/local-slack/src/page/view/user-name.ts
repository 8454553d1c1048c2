import type { PageState, PageUser } from '../../page-protocol.ts';

/** The user with an id. An unknown user has the id as name. */
export function userOf({ users }: PageState, id: string): PageUser {
  return users.find((user) => user.id === id) ?? { id, name: id, real_name: id, is_bot: false };
}

export function shownName({ real_name, name }: PageUser): string {
  return real_name || name;
}
