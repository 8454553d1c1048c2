/**
 * The name by which tables and people know a player: lower case, without spaces, punctuation and accents; `Nikola Jokić` is `nikolajokic`.
 * Letters of other scripts stay, so that no name becomes empty unless it has no letter or digit at all.
 */
export function playerLookup(displayName: string): string {
  return displayName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}
