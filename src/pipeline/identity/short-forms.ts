import { foldName } from './fold-name.ts';

/**
 * First names that mean the same person, one group a line: short forms and nicknames that box scores, injury reports and
 * bookmakers use for one another. `tipoff players alias` adds a spelling that is not here.
 */
const GROUPS = `
Aleksandar Alexander Alexandre Alex Sasha
Andre Dre
Anthony Tony
Benjamin Ben
Brandon BJ
Cameron Cam
Carlton Bub
Charles Charlie Chuck
Christopher Chris
Daniel Dan Danny
David Dave
Dennis Denny
Edward Ed Eddie
Gregory Greg GG
Herbert Herb
Ishmael Ishmail Ish
Jacob Jake
James Jim Jimmy Jay
Jonathan Jon John Johnny
Joseph Joe Joey
Joshua Josh
Kenneth Ken Kenny
Kenyon KJ
Lawrence Larry
Luguentz Lu
Matthew Matt
Maurice Moritz Mohamed Moe Mo
Michael Mike Mikey
Nahshon Bones
Nathaniel Nathan Nate
Nicolas Nicholas Nick Nic Nico
Patrick Pat
Philip Phillip Phil
Robert Rob Bob Bobby
Ronald Ron Ronnie
Samuel Sam Sammy
Stephen Steven Steph Steve
Sterling Scoot
Sviatoslav Svi
Terrence Terence Terry
Thomas Tom Tommy
Timothy Tim
Trey Tre
Vincent Vince
William Bill Billy Will Willie
Zachary Zach Zack Zac
`;

const GROUP_OF: ReadonlyMap<string, string> = new Map(
  GROUPS.trim()
    .split('\n')
    .flatMap((line, group) => line.split(' ').map((name) => [foldName(name), `#${group}`] as const)),
);

/** Returns the same text for all first names that mean the same person. The name is folded. */
export function sharedFirstName(firstName: string): string {
  return GROUP_OF.get(firstName) ?? firstName;
}
