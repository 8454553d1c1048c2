/**
 * The error for a stored document that does not match its schema. Another program or another version of Tipoff wrote
 * it.
 */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
  /** The document's collection and id, such as `locks/worker`. */
  readonly path: string;
  /** The validation errors, one for each invalid field, in the form `field: message`. */
  readonly issues: readonly string[];

  constructor(path: string, { issues, cause }: { readonly issues: readonly string[]; readonly cause: unknown }) {
    super(`${path} does not match its schema: ${issues.join('; ')}`, { cause });
    this.path = path;
    this.issues = issues;
  }
}
