/**
 * Returns the key that identifies a player in all tables: his name in lower case without spaces, punctuation and
 * accents. `Nikola Jokić` becomes `nikolajokic`. Letters of every script are kept, so the key is empty only if the name
 * has neither letters nor digits.
 */
export function playerLookup(displayName: string): string {
  return displayName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}
