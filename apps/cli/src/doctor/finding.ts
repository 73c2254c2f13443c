/** One thing that is not as it should be. */
export interface Finding {
  readonly checkId: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly path?: string;
  readonly fixHint?: string;
  /** Mends it; absent where a person has to. */
  readonly fix?: () => Promise<void>;
}

export interface Check {
  readonly id: string;
  /** What is looked at, for people. */
  readonly looksAt: string;
  /** Asks the network; left out with `--offline`. */
  readonly online?: boolean;
  run(): Promise<readonly Finding[]>;
}
