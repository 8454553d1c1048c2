/**
 * The key of a player in all tables: his name in lower case without spaces, punctuation and accents. `Nikola Jokić` becomes `nikolajokic`.
 * Letters of other scripts are kept, so only a name without any letter or digit becomes empty.
 */
export function playerLookup(displayName: string): string {
  return displayName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}
