// A second opinion on JSON Schema: `node schema.mjs SCHEMA FILE…` prints {FILE: {valid, errors: [{path, message}]}}.
// Draft 2020-12, or draft-04 where the schema says so.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";

const json = (file) => JSON.parse(readFileSync(file, "utf8"));

const [schemaFile, ...files] = process.argv.slice(2);
const schema = json(schemaFile);
const Ajv = (schema.$schema ?? "").includes("draft-04") ? Ajv04.default : Ajv2020.default;
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const answers = {};
for (const file of files) {
  const valid = validate(json(file));
  const errors = (validate.errors ?? []).map((e) => ({ path: e.instancePath, message: e.message }));
  answers[file] = { valid, errors };
}
console.log(JSON.stringify(answers));
