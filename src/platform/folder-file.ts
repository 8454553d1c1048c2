/** A file in a folder or its subfolders. Only `read` reads its content. */
export interface FolderFile {
  /** The file's path relative to the folder, with `/` as separator. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;

  /** Reads the whole content of a file. Throws when the file no longer exists. */
  read(): Uint8Array;
}
