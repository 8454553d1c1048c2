import type { Directory } from '../store/directory.ts';

/**
 * Converts typed text to Slack's text: escapes `&`, `<` and `>`, and turns URLs and known `@name` and `#channel` into references.
 * Typed angle brackets therefore never become a mention.
 */
export function typedText(text: string, directory: Directory): string {
  const users = new Map(directory.users().map(({ id, name }) => [name.toLowerCase(), id]));
  const channels = new Map(directory.channels().map(({ id, name }) => [name.toLowerCase(), id]));
  return escaped(text).replaceAll(/(^|[\s(])([@#])([\w.-]*\w)|(https?:\/\/[^\s|]+)/g, (whole, ...groups) => {
    const [before = '', sign, name, url] = groups
      .slice(0, 4)
      .map((group) => (group === undefined ? undefined : String(group)));
    if (url !== undefined) return `<${url}>`;
    const id = (sign === '@' ? users : channels).get((name ?? '').toLowerCase());
    if (id === undefined) return whole;
    return sign === '@' ? `${before}<@${id}>` : `${before}<#${id}|${name}>`;
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
