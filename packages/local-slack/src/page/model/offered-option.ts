import type { PageState } from '../../page-protocol.ts';
import type { Option, Select } from './block-element.ts';

/** Options under one label. */
export interface OfferedGroup {
  readonly label: string | null;
  readonly options: readonly Option[];
}

/** The options with every word that was typed in their text or description, groups without any left out. */
export function narrowed(groups: readonly OfferedGroup[], query: string): readonly OfferedGroup[] {
  const words = query.toLowerCase().split(/\s+/);
  return groups
    .map(({ label, options }) => ({ label, options: options.filter((one) => fits(one, words)) }))
    .filter(({ options }) => options.length > 0);
}

/** What a select of users, channels or conversations offers; null for the others. */
export function optionsOfPlaces(type: Select['type'], { users, channels }: PageState): readonly OfferedGroup[] | null {
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
