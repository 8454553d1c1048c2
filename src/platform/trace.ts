/** The request of a caller in which something happens. It connects the entries of the log that belong to one request. */
export interface Trace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits; absent if the caller named none. */
  readonly spanId?: string;
  readonly isSampled: boolean;
}
