// A process that ends while something is still being written, and with nothing else to wait for: `leaving-child <file>`.
import { openSqliteEngine } from "../../store/sqlite/sqlite-engine.js";

const [path = ""] = process.argv.slice(2);
const statements = () => ["CREATE TABLE notes (text TEXT NOT NULL)"];
const engine = await openSqliteEngine({ path, migrations: [{ version: 1, statements }] });
const written = engine.write([{ sql: "INSERT INTO notes (text) VALUES ('last')", params: [] }], "money");
await engine.close();
await written;
process.stdout.write("closed\n");
