// Opens the age file named by the first argument with the identity on standard input; the content goes to standard
// output, so that it never lies on a disk.
import { readFileSync, writeSync } from "node:fs";
import { Decrypter } from "age-encryption";

const decrypter = new Decrypter();
decrypter.addIdentity(readFileSync(0, "utf8").trim());
const opened = await decrypter.decrypt(new Uint8Array(readFileSync(process.argv[2])));
for (let at = 0; at < opened.length; ) {
  at += writeSync(1, opened, at);
}
