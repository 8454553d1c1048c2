/** Invented team names, each with an abbreviation and a home city. No abbreviation belongs to an NBA team. */
export const TEAM_NAMES: readonly (readonly [abbreviation: string, home: string])[] = [
  ['ABW', 'Amberwick'],
  ['ALD', 'Alderport'],
  ['ASH', 'Ashgrove'],
  ['BRK', 'Brackwater'],
  ['BXL', 'Bexley Point'],
  ['CDM', 'Cedarmoor'],
  ['CRH', 'Crowhaven'],
  ['DNF', 'Dunfell'],
  ['DRW', 'Drywell'],
  ['EBR', 'Eastbrae'],
  ['EVM', 'Evermont'],
  ['FRK', 'Fernlock'],
  ['GLD', 'Goldhollow'],
  ['GRV', 'Greyvale'],
  ['HBV', 'Harborview'],
  ['IRN', 'Ironbridge'],
  ['JNP', 'Juniper Falls'],
  ['KSW', 'Kestrelwood'],
  ['LNG', 'Longmere'],
  ['MPL', 'Maplestead'],
  ['NWK', 'Northwick'],
  ['OKH', 'Oakhurst Bay'],
  ['PNR', 'Pineridge'],
  ['QRY', 'Quarryton'],
  ['RVS', 'Riversend'],
  ['SLT', 'Saltmarsh'],
  ['STN', 'Stonefield'],
  ['TMB', 'Timberline'],
  ['VLC', 'Valcrest'],
  ['WHT', 'Whitlock'],
];

export const FIRST_NAMES: readonly string[] =
  `Abel Adrián Alonzo Amari Anton Basil Bastien Benno Caleb Cedrik Cormac Dario Davor Deshaun Dmitri Eamon Elias Emeka Ezra Fabio Felix Gideon
Goran Hakeem Hugo Idris Ivo Jabulani Jarek Jonas Kamal Kieran Lazar Leandro Lorenz Malachi Mateo Mirko Nadir Nils Obi Omari Osvaldo Pavel Quincy
Rafael Ramón Roan Ruben Silas Soren Tariq Teo Tobias Ulrich Viktor Wendell Xavi Yusuf Zoltan`.split(/\s+/);

export const LAST_NAMES: readonly string[] =
  `Abernathy Achebe Alvarado Anders Ashworth Bancroft Barlow Beaumont Bergström Blackwood Bramwell Calloway Castellan Clearwater Colbert Crane
Dahl Dankworth Delacroix Dragić-Holm Drummond Eastwick Ekström Ellery Fairchild Falk Farnham Fenwick Galloway Gathers Grantham Greer Hadley
Halvorsen Harrow Hawthorne Hollis Ibekwe Ingram-Vale Jankowski Jarvis Kaminski Kessler Kirkland Kovač Lachlan Langford Lindqvist Lockhart Loxley
Maddox Marchetti Marlowe Mbeki Merrick Montclair Nakamura Northcott O'Dell Okonjo Orlov Osgood Pemberton Petrov Pryor Quillan Radcliff Ramsey
Redfern Rhodes Rosário Rutledge Sandoval Savage Selby Severin Shaw Sinclair Solberg St. Cloud Stanhope Sterling Tamber Thackeray Thorne Tolliver
Underhill Vance Vantongeren Vaughn Verhoeven Wakefield Warrick Westbrooke-Lee Whitaker Winslow Wolfe Yardley Zeller Zubov`
    .replace('St. Cloud', 'St._Cloud')
    .split(/\s+/)
    .map((name) => name.replace('_', ' '));
