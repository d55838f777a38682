export { connectDatabase } from "./connection.ts";
export { migrate } from "./migrate.ts";
export { RowWriter } from "./row-writer.ts";
