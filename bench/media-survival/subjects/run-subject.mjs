// The process that is killed: one subject, one file. Says on its last line how it ended.
const [subject, kind] = process.argv.slice(2);

try {
  const made = await import(`./${subject}.mjs`);
  await made[kind]();
  console.log(JSON.stringify({ ended: "done" }));
} catch (error) {
  const cause = error.lastError ?? error.cause;
  console.log(
    JSON.stringify({ ended: "failed", name: error.name, code: error.code, message: String(error.message), cause: cause?.message }),
  );
}
process.exit(0);
