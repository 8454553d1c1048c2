import type { PageState } from '../../page-protocol.ts';
import type { Option, Select } from './block-element.ts';

/** A labelled group of menu options. Options outside any group form one group whose label is null. */
export interface SelectOptionGroup {
  readonly label: string | null;
  readonly options: readonly Option[];
}

/**
 * Returns the options whose text or description contains every typed word. Groups without such an option are left out.
 */
export function matchingOptions(groups: readonly SelectOptionGroup[], query: string): readonly SelectOptionGroup[] {
  const words = query.toLowerCase().split(/\s+/);
  return groups
    .map(({ label, options }) => ({ label, options: options.filter((one) => fits(one, words)) }))
    .filter(({ options }) => options.length > 0);
}

/** Returns the options of a menu that selects users, channels or conversations. Returns null for any other menu. */
export function workspaceOptions(
  type: Select['type'],
  { users, channels }: PageState,
): readonly SelectOptionGroup[] | null {
  const people = users.filter(({ is_bot }) => !is_bot).map(({ id, real_name, name }) => option(id, real_name || name));
  const open = channels.filter(({ is_im }) => !is_im).map(({ id, name }) => option(id, `#${name}`));
  if (type.endsWith('users_select')) return [{ label: null, options: people }];
  if (type.endsWith('channels_select')) return [{ label: null, options: open }];
  if (!type.endsWith('conversations_select')) return null;
  const direct = channels.filter(({ is_im }) => is_im).map(({ id, name }) => option(id, name));
  return [{ label: null, options: [...open, ...direct] }];
}

function fits({ text, description }: Option, words: readonly string[]): boolean {
  const known = `${text.text} ${description?.text ?? ''}`.toLowerCase();
  return words.every((word) => known.includes(word));
}

function option(value: string, text: string): Option {
  return { value, text: { type: 'plain_text', text } };
}
