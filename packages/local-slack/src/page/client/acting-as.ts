const PARAMETER = 'as';

/**
 * Returns the query parameter that names the user of this tab, such as `as=UANN`. It is empty until a person is chosen;
 * the server then uses the first user. The session storage belongs to the tab, so each tab acts as its own user.
 */
export function actingAs(): URLSearchParams {
  const user = sessionStorage.getItem(PARAMETER);
  return new URLSearchParams(user === null ? {} : { [PARAMETER]: user });
}

/** Makes this tab act as a user from now on, also after a reload. */
export function actAsUser(user: string): void {
  sessionStorage.setItem(PARAMETER, user);
}

export function forgetActingUser(): void {
  sessionStorage.removeItem(PARAMETER);
}

/** Takes the user from the page's URL, as in `/?as=ben`, and removes it there. */
export function takeUserFromUrl(): void {
  const user = new URLSearchParams(location.search).get(PARAMETER);
  if (user === null) return;
  actAsUser(user);
  history.replaceState(null, '', location.pathname);
}

/** Returns the URL of a new tab that acts as a user. */
export function tabOf(user: string): string {
  return `/?${new URLSearchParams({ [PARAMETER]: user })}`;
}
