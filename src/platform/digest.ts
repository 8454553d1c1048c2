/** A function that returns the SHA-256 hash of a text as hexadecimal digits. */
export type Digest = (text: string) => string;
