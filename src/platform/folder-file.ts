/** A file somewhere below a folder. Nothing is read but its name and size before `read`. */
export interface FolderFile {
  /** The path below the folder, with `/`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;

  /** All bytes; throws when the file is gone. */
  read(): Uint8Array;
}
