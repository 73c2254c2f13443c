import type { IProperty, IAsyncProperty } from "fast-check";

/** A property over inputs that have the structure of the real ones; the runner decides how many are tried. */
export type FuzzProperty = IProperty<unknown> | IAsyncProperty<unknown>;

/** One thing that takes input from outside, and what must hold for any input. */
export interface FuzzTarget {
  readonly name: string;
  /** What is fed, and what must hold. */
  readonly about: string;
  /** Made once per run of the target; `close` is called at its end. */
  open(): Promise<OpenTarget>;
}

export interface OpenTarget {
  readonly property: FuzzProperty;
  /** CPU time so far of what is fed, in milliseconds, where that is another process. Default: this process. */
  readonly cpuMs?: () => number;
  readonly close?: () => Promise<void>;
}

/** A target that needs nothing but its own process. */
export function pureTarget(name: string, about: string, property: () => FuzzProperty): FuzzTarget {
  return { name, about, open: () => Promise.resolve({ property: property() }) };
}
