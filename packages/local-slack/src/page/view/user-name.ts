import type { PageState, PageUser } from '../../page-protocol.ts';

/** Returns the user with this id. For an unknown id it returns a user whose name is the id. */
export function userOf({ users }: PageState, id: string): PageUser {
  return users.find((user) => user.id === id) ?? { id, name: id, real_name: id, is_bot: false };
}

export function shownName({ real_name, name }: PageUser): string {
  return real_name || name;
}
