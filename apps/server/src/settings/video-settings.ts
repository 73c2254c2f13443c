/** What video jobs are told by whoever runs the server. */
export interface VideoSettings {
  /** Told of every job whose caller names no address of their own. */
  readonly webhookUrl?: string | undefined;
  /** Under which clients reach this server; default: the `Host` they ask for. */
  readonly publicUrl?: string | undefined;
  /** What the videos of one key may take up on the disk. Default: as much as there is. */
  readonly maxStoredBytesPerKey?: number | undefined;
}
