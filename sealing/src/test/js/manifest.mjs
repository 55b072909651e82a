// Reads lines of {json, signature, root, highest} in base64 and prints what manifest.js makes of each: its serial, or "refused".
import { readFileSync } from "node:fs";
import { epochOn, stateOn, verify } from "./manifest.js";

const [file, today] = process.argv.slice(2);
for (const line of readFileSync(file, "utf8").trim().split("\n")) {
  const { json, signature, root, highest } = JSON.parse(line);
  try {
    const manifest = verify(new Uint8Array(Buffer.from(json, "base64")), signature, root, highest);
    console.log(manifest.serial, stateOn(manifest, today), epochOn(manifest, "threat", today)?.epoch ?? "none");
  } catch (error) {
    if (error instanceof ReferenceError) throw error;
    console.log("refused");
  }
}
