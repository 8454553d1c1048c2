import { type Command, forEachChild, type Pipeline, parse, type Redirection, type SyntaxNode } from 'unbash';
import patterns from './deploy-commands.json' with { type: 'json' };
import { type DetectedDeploy, leavesCommandOpen, matchDeploy, programOf } from './match-deploy.ts';
import { mentionsDeploy } from './mentions-deploy.ts';

/** Scripts within scripts within scripts: `bash -c "bash -c '…'"`. */
const MAX_DEPTH = 5;
const BYPASS = 'TIPOFF_WITHOUT_LOCK';

export type FoundDeploys =
  | { readonly type: 'deploys'; readonly deploys: readonly DetectedDeploy[]; readonly withoutLock: string | undefined }
  /** The words of a deploy are there, and what the shell would make of them cannot be told. */
  | { readonly type: 'unreadable'; readonly why: string };

/**
 * What a line for the shell would deploy. It is read as Bash reads it, with substitutions, here-documents and the scripts that are handed to
 * other shells. Programs that only show or store their words are no deploys, unless another program of the pipeline reads what they show, or
 * the line runs the file they store it in.
 */
export function findDeploys(line: string): FoundDeploys {
  const state = newState();
  readScript(line, state, 0);
  if (state.ran.some((word) => state.files.includes(programOf(word)))) {
    for (const text of state.shown) readHanded(text, 'a file that it runs', { state, depth: 0 });
  }
  if (state.deploys.length === 0 && state.isOpen && mentionsDeploy(line)) {
    state.why ??= 'it leaves to the shell what the program is to do';
  }
  return foundIn(state);
}

/** The same for a command whose words have been told apart already, as a program gets them. */
export function findDeploysInWords(words: readonly string[]): FoundDeploys {
  const state = newState();
  readWords({ words, here: [] }, { state, depth: 0, isShown: true });
  return foundIn(state);
}

function foundIn({ deploys, withoutLock, why }: State): FoundDeploys {
  return why === undefined ? { type: 'deploys', deploys, withoutLock } : { type: 'unreadable', why };
}

interface State {
  readonly deploys: DetectedDeploy[];
  /** The words of deploys that are only shown or stored. */
  readonly shown: string[];
  /** The names of the files that something is stored in. */
  readonly files: string[];
  /** What is run as a program or by a shell. */
  readonly ran: string[];
  /** Whether only the shell will know what some command is. */
  isOpen: boolean;
  /** Why it goes on without the lock, if the line says so. */
  withoutLock: string | undefined;
  why: string | undefined;
}

function newState(): State {
  return { deploys: [], shown: [], files: [], ran: [], isOpen: false, withoutLock: undefined, why: undefined };
}

function readScript(text: string, state: State, depth: number): void {
  const script = parse(text);
  const [fault] = script.errors ?? [];
  if (fault !== undefined && mentionsDeploy(text)) state.why = `it is no complete shell command (${fault.message})`;
  if (depth > MAX_DEPTH && mentionsDeploy(text)) state.why = 'it is a script in a script too often';
  if (state.why === undefined && depth <= MAX_DEPTH) visit(script, { state, depth, isShown: true });
}

interface Place {
  readonly state: State;
  readonly depth: number;
  /** Whether what a command shows is only shown, and no other program reads it. */
  readonly isShown: boolean;
}

function visit(node: SyntaxNode, place: Place): void {
  if (node.type === 'Command') readCommand(node, place);
  const isShown = node.type === 'Pipeline' ? isOnlyShown(node) : place.isShown;
  forEachChild(node, (child) => visit(child, { ...place, isShown }));
}

function isOnlyShown({ commands }: Pipeline): boolean {
  return commands.every((command) => command.type === 'Command' && isHarmless(wordsOf(command)));
}

function readCommand(command: Command, place: Place): void {
  for (const part of command.prefix) {
    if (part.type !== 'Assignment' || part.name !== BYPASS) continue;
    place.state.withoutLock = part.value?.type === 'Word' ? part.value.value : part.text;
  }
  const words = wordsOf(command);
  const isShown = place.isShown && !feedsProgram(command, words);
  place.state.files.push(...filesOf(command, words).map(programOf));
  readWords({ words, here: command.redirects.flatMap(hereText) }, { ...place, isShown });
}

/** `here`: what the command reads from here-documents. */
function readWords(
  { words, here }: { readonly words: readonly string[]; readonly here: readonly string[] },
  { state, depth, isShown }: Place,
): void {
  if (isShown && isHarmless(words)) {
    state.shown.push(...[words.slice(1).join(' '), ...here].filter(mentionsDeploy));
    return;
  }
  const deploy = matchDeploy(words);
  if (deploy !== undefined) {
    state.deploys.push(deploy);
    return;
  }
  state.ran.push(...words.slice(0, 1), ...afterShell(words));
  if (leavesCommandOpen(words)) state.isOpen = true;
  const handed = `\`${programOf(words[0] ?? '')}\``;
  for (const script of [...words.filter((word) => /\s/.test(word)), ...here].filter(mentionsDeploy)) {
    readHanded(script, handed, { state, depth });
  }
}

/** A script that is handed to another program. */
function readHanded(script: string, to: string, { state, depth }: Pick<Place, 'state' | 'depth'>): void {
  const before = state.deploys.length;
  readScript(script, state, depth + 1);
  if (state.deploys.length === before) state.why ??= `it hands ${to} the words of a deploy`;
}

function afterShell(words: readonly string[]): readonly string[] {
  const shell = words.findIndex((word) => patterns.shells.includes(programOf(word)));
  return shell === -1 ? [] : words.slice(shell + 1);
}

/** What redirections and `tee` store in. */
function filesOf(command: Command, words: readonly string[]): readonly string[] {
  return [...targetsOf(command), ...(programOf(words[0] ?? '') === 'tee' ? words.slice(1) : [])];
}

function targetsOf({ redirects }: Command): readonly string[] {
  return redirects.flatMap((redirect) => (redirect.type === 'Redirect' ? [redirect.target?.value ?? ''] : []));
}

/** `echo … > >(bash)` and `echo … | tee >(bash)`: what is shown is read by another program. */
function feedsProgram(command: Command, words: readonly string[]): boolean {
  return [...targetsOf(command), ...words].some((word) => word.startsWith('>('));
}

function hereText(redirection: Redirection): readonly string[] {
  if (redirection.type === 'HereDoc') return [redirection.body.text];
  if (redirection.type === 'HereString') return redirection.target === undefined ? [] : [redirection.target.value];
  return [];
}

function wordsOf({ name, args }: Command): readonly string[] {
  return name === undefined ? [] : [name.value, ...args.map((arg) => (arg.type === 'Word' ? arg.value : arg.text))];
}

/** By the program, or by the program and its first word where others of its commands run what they are given. */
function isHarmless([head, first = '']: readonly string[]): boolean {
  if (head === undefined) return true;
  const program = programOf(head);
  return patterns.harmless.includes(program) || patterns.harmless.includes(`${program} ${first}`);
}
