import type { Directory } from '../store/directory.ts';

/**
 * What a person typed as Slack's text: `&`, `<` and `>` escaped, `@name` and `#channel` of those who exist and addresses made references.
 * So nothing typed can become a mention by its brackets.
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
