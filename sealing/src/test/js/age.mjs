// npm's age-encryption on the command line: standard input to standard output.
//   keygen pq|x25519 | recipient IDENTITY | encrypt RECIPIENT… | decrypt IDENTITY | seal PASSPHRASE | open PASSPHRASE
import { readFileSync, writeSync } from "node:fs";
import * as age from "age-encryption";

function print(bytes) {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(1, bytes, at);
  }
}

const input = () => new Uint8Array(readFileSync(0));
const [command, ...args] = process.argv.slice(2);
const encrypter = new age.Encrypter();
const decrypter = new age.Decrypter();

switch (command) {
  case "keygen":
    console.log(await (args[0] === "pq" ? age.generateHybridIdentity() : age.generateX25519Identity()));
    break;
  case "recipient":
    console.log(await age.identityToRecipient(args[0]));
    break;
  case "encrypt":
    args.forEach((recipient) => encrypter.addRecipient(recipient));
    print(await encrypter.encrypt(input()));
    break;
  case "decrypt":
    decrypter.addIdentity(args[0]);
    print(await decrypter.decrypt(input()));
    break;
  case "seal":
    encrypter.setPassphrase(args[0]);
    encrypter.setScryptWorkFactor(12);
    print(await encrypter.encrypt(input()));
    break;
  case "open":
    decrypter.addPassphrase(args[0]);
    print(await decrypter.decrypt(input()));
    break;
  default:
    throw new Error("unknown command");
}
