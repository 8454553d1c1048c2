/** A file in a folder or its subfolders. Its content is read only by `read`. */
export interface FolderFile {
  /** The path relative to the folder, with `/` as separator. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;

  /** Reads the whole content of the file. Throws when the file no longer exists. */
  read(): Uint8Array;
}
