import { get, search } from 'node-emoji';

/** Slack's names of emoji that the emoji library lacks. */
const SLACK_NAMES: Readonly<Record<string, string>> = {
  thumbsup: '👍',
  thumbsdown: '👎',
  robot_face: '🤖',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  large_orange_circle: '🟠',
  large_purple_circle: '🟣',
  large_green_square: '🟩',
  large_yellow_square: '🟨',
  large_red_square: '🟥',
  double_vertical_bar: '⏸️',
  black_right_pointing_double_triangle_with_vertical_bar: '⏭️',
  man_in_lotus_position: '🧘',
  'flag-us': '🇺🇸',
  'flag-ca': '🇨🇦',
};
const SUGGESTIONS = 8;

/** Returns the emoji for a shortcode without colons, or null for an unknown shortcode. */
export function emojiCharacter(name: string): string | null {
  const [plain = name] = name.split('::');
  return SLACK_NAMES[plain] ?? get(plain) ?? null;
}

export interface EmojiSuggestion {
  readonly name: string;
  readonly character: string;
}

/** Returns the emoji whose shortcodes match the text after a colon. Shortcodes that start with this text come first. */
export function suggestEmoji(typed: string): readonly EmojiSuggestion[] {
  return search(typed)
    .map(({ name, emoji }) => ({ name, character: emoji }))
    .toSorted((a, b) => rank(a.name, typed) - rank(b.name, typed) || a.name.length - b.name.length)
    .slice(0, SUGGESTIONS);
}

/** Replaces the emoji shortcodes in a `plain_text` with emoji. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]{1,60}):/g, (whole, name: string) => emojiCharacter(name) ?? whole);
}

function rank(name: string, typed: string): number {
  return name.startsWith(typed) ? 0 : 1;
}
