/**
 * A package's manifest as it is published: where it comes from, and that npm shall prove it. Neither is known before the workflow runs, so that
 * a fork publishes its own address.
 *
 * @param repository `owner/name`
 * @param directory the package's folder in it
 */
export function withOrigin(manifest, { repository, directory }) {
  return {
    ...manifest,
    repository: { type: "git", url: `git+https://github.com/${repository}.git`, directory },
    publishConfig: { ...manifest.publishConfig, provenance: true },
  };
}
