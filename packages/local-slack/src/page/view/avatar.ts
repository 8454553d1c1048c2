import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageUser } from '../../page-protocol.ts';

const HUES = 8;

/** Shows a person's initials or an app's mark. The color is derived from the user's id. */
export function Avatar({
  user,
  size = 'normal',
}: {
  readonly user: PageUser;
  readonly size?: 'normal' | 'small';
}): VNode {
  const look = user.is_bot ? 'avatar-bot' : `avatar-${hueOf(user.id)}`;
  return html`<span class=${`avatar avatar-${size} ${look}`} aria-hidden="true">${initials(user)}</span>`;
}

function initials({ real_name, name }: PageUser): string {
  const words = (real_name || name).split(/[\s._-]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}

function hueOf(id: string): number {
  return [...id].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % HUES;
}
