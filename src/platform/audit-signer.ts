/**
 * The result of verifying a signature. `unknown-key` means that the signature names a key that this signer does not
 * trust.
 */
export type SignatureVerdict = 'valid' | 'forged' | 'unknown-key';

/** Signs texts with a private key that is kept outside the stores, so that nobody who can write only a store can sign. */
export interface AuditSigner {
  /**
   * Creates the signing key if it does not exist. Throws a `Problem` `audit_key_unusable` that names the key and says what
   * to do.
   */
  prepare(): Promise<void>;
  /**
   * Signs a text. Returns the signature and the id of its key as one line. Throws a `Problem` `audit_key_unusable` when
   * the key cannot be used.
   */
  sign(text: string): Promise<string>;
  /**
   * Verifies a signature with public keys only, and never creates a key. Throws a `Problem` `audit_key_unusable` when
   * the keys cannot be read.
   */
  verify(text: string, signature: string): Promise<SignatureVerdict>;
}
