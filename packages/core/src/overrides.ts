/** Some of a set of settings, over its defaults key by key. `undefined` is as good as absent, so that what may be missing can be handed on. */
export type Overrides<Settings> = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };
