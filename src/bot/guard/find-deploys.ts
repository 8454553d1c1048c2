import { type Command, forEachChild, type Pipeline, parse, type Redirection, type SyntaxNode } from 'unbash';
import patterns from './deploy-commands.json' with { type: 'json' };
import { type DetectedDeploy, isKnownOnlyToShell, matchDeploy, programOf } from './match-deploy.ts';
import { mentionsDeploy } from './mentions-deploy.ts';

/** The maximum nesting of scripts, as in `bash -c "bash -c '…'"`. */
const MAX_DEPTH = 5;
const BYPASS = 'TIPOFF_WITHOUT_LOCK';

export type DeployScan =
  | { readonly type: 'deploys'; readonly deploys: readonly DetectedDeploy[]; readonly withoutLock: string | undefined }
  /**
   * A shell line that contains the words of a deploy, although `tipoff guard` cannot determine what the shell would
   * run.
   */
  | { readonly type: 'unreadable'; readonly why: string };

/**
 * Finds the deploys that a shell line would start. It parses the line as Bash does, with substitutions, here-documents
 * and scripts that are passed to other shells. A program that only prints or stores the words of a deploy does not
 * deploy, unless the line also executes its output.
 */
export function findDeploys(line: string): DeployScan {
  const state = newState();
  readScript(line, state, 0);
  if (state.executed.some((word) => state.files.includes(programOf(word)))) {
    for (const text of state.printed) readPassedScript(text, 'a file that it runs', { state, depth: 0 });
  }
  if (state.deploys.length === 0 && state.isKnownOnlyToShell && mentionsDeploy(line)) {
    state.why ??= 'only the shell can tell which program or command it runs';
  }
  return scanResult(state);
}

/** Finds the deploys that a command would start. The command is already split into words. */
export function findDeploysInWords(words: readonly string[]): DeployScan {
  const state = newState();
  readWords({ words, here: [] }, { state, depth: 0, isPrinted: true });
  return scanResult(state);
}

function scanResult({ deploys, withoutLock, why }: ScanState): DeployScan {
  return why === undefined ? { type: 'deploys', deploys, withoutLock } : { type: 'unreadable', why };
}

interface ScanState {
  readonly deploys: DetectedDeploy[];
  /** Texts that look like a deploy command, although the shell line only prints or stores them. */
  readonly printed: string[];
  /** The names of the files that the shell line writes. */
  readonly files: string[];
  /** The programs that the shell line runs, and the files that it passes to a shell. */
  readonly executed: string[];
  /** Whether the shell line runs a command that is known only to the shell, such as `$COMMAND`. */
  isKnownOnlyToShell: boolean;
  /** The reason for deploying without the lock, if the shell line gives one. */
  withoutLock: string | undefined;
  why: string | undefined;
}

function newState(): ScanState {
  return {
    deploys: [],
    printed: [],
    files: [],
    executed: [],
    isKnownOnlyToShell: false,
    withoutLock: undefined,
    why: undefined,
  };
}

function readScript(text: string, state: ScanState, depth: number): void {
  const script = parse(text);
  const [fault] = script.errors ?? [];
  if (fault !== undefined && mentionsDeploy(text)) state.why = `it is not a complete shell command (${fault.message})`;
  if (depth > MAX_DEPTH && mentionsDeploy(text))
    state.why = 'it runs shell scripts inside shell scripts, nested too deeply to read';
  if (state.why === undefined && depth <= MAX_DEPTH) visit(script, { state, depth, isPrinted: true });
}

interface ScanContext {
  readonly state: ScanState;
  readonly depth: number;
  /** Whether the output of a command is only printed and not read by another program. */
  readonly isPrinted: boolean;
}

function visit(node: SyntaxNode, context: ScanContext): void {
  if (node.type === 'Command') readCommand(node, context);
  const isPrinted = node.type === 'Pipeline' ? isOnlyPrinted(node) : context.isPrinted;
  forEachChild(node, (child) => visit(child, { ...context, isPrinted }));
}

function isOnlyPrinted({ commands }: Pipeline): boolean {
  return commands.every((command) => command.type === 'Command' && isHarmless(wordsOf(command)));
}

function readCommand(command: Command, context: ScanContext): void {
  for (const part of command.prefix) {
    if (part.type !== 'Assignment' || part.name !== BYPASS) continue;
    context.state.withoutLock = part.value?.type === 'Word' ? part.value.value : part.text;
  }
  const words = wordsOf(command);
  const isPrinted = context.isPrinted && !feedsProgram(command, words);
  context.state.files.push(...filesOf(command, words).map(programOf));
  readWords({ words, here: command.redirects.flatMap(hereText) }, { ...context, isPrinted });
}

/** Reads the words of a shell command. The parameter `here` is the text of the command's here-documents. */
function readWords(
  { words, here }: { readonly words: readonly string[]; readonly here: readonly string[] },
  { state, depth, isPrinted }: ScanContext,
): void {
  if (isPrinted && isHarmless(words)) {
    state.printed.push(...[words.slice(1).join(' '), ...here].filter(mentionsDeploy));
    return;
  }
  const deploy = matchDeploy(words);
  if (deploy !== undefined) {
    state.deploys.push(deploy);
    return;
  }
  state.executed.push(...words.slice(0, 1), ...afterShell(words));
  if (isKnownOnlyToShell(words)) state.isKnownOnlyToShell = true;
  const program = `\`${programOf(words[0] ?? '')}\``;
  for (const script of [...words.filter((word) => /\s/.test(word)), ...here].filter(mentionsDeploy)) {
    readPassedScript(script, program, { state, depth });
  }
}

/** Finds the deploys in a script that one command passes to another program. */
function readPassedScript(script: string, to: string, { state, depth }: Pick<ScanContext, 'state' | 'depth'>): void {
  const before = state.deploys.length;
  readScript(script, state, depth + 1);
  if (state.deploys.length === before) state.why ??= `it passes a deploy command to ${to}, which Tipoff cannot analyze`;
}

function afterShell(words: readonly string[]): readonly string[] {
  const shell = words.findIndex((word) => patterns.shells.includes(programOf(word)));
  return shell === -1 ? [] : words.slice(shell + 1);
}

/** Returns the files that a command writes through redirections or `tee`. */
function filesOf(command: Command, words: readonly string[]): readonly string[] {
  return [...targetsOf(command), ...(programOf(words[0] ?? '') === 'tee' ? words.slice(1) : [])];
}

function targetsOf({ redirects }: Command): readonly string[] {
  return redirects.flatMap((redirect) => (redirect.type === 'Redirect' ? [redirect.target?.value ?? ''] : []));
}

/** In `echo … > >(bash)` and `echo … | tee >(bash)`, another program reads the output of `echo`. */
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

/** Returns whether a command only prints or stores its words, as `cat` and `git commit` do. */
function isHarmless([head, first = '']: readonly string[]): boolean {
  if (head === undefined) return true;
  const program = programOf(head);
  return patterns.harmless.includes(program) || patterns.harmless.includes(`${program} ${first}`);
}
