/** A document whose fields are not those of its kind: somebody else wrote it, or another version did. */
export class UnfitDocument extends Error {
  override readonly name = 'UnfitDocument';
  /** `locks/worker`. */
  readonly path: string;
  /** What is wrong, each with its field. */
  readonly issues: readonly string[];

  constructor(path: string, { issues, cause }: { readonly issues: readonly string[]; readonly cause: unknown }) {
    super(`${path} does not fit its schema: ${issues.join('; ')}`, { cause });
    this.path = path;
    this.issues = issues;
  }
}
