// Opens a sealed transfer file and checks every signature, following docs/bundle-format.md only.
// In: {"file": text, "sealing": private JWK} on standard input. Out: {"signers": [...], "typ": ..., "lines": [...]}
// and "files": the names of those kept files that came whole, by digest.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const jose = await import(pathToFileURL(process.env.JOSE).href);
const given = JSON.parse(readFileSync(0, "utf8"));
let file = JSON.parse(given.file);

if ("ciphertext" in file) {
  const key = await jose.importJWK(given.sealing, "ECDH-ES+A256KW");
  const name = await jose.calculateJwkThumbprint(given.sealing);
  const mine = file.recipients.filter((one) => one.header.kid === name);
  const opened = await jose.generalDecrypt({ ...file, recipients: mine }, key, {
    keyManagementAlgorithms: ["ECDH-ES+A256KW"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  file = JSON.parse(new TextDecoder().decode(opened.plaintext));
}

const signers = [];
let payload, typ;
for (const signature of file.signatures) {
  const head = jose.decodeProtectedHeader(signature);
  const key = await jose.importJWK(head.jwk, "EdDSA");
  const checked = await jose.generalVerify({ payload: file.payload, signatures: [signature] }, key, {
    algorithms: ["EdDSA", "Ed25519"],
  });
  if (head.kid !== (await jose.calculateJwkThumbprint(head.jwk))) throw new Error("kid");
  signers.push(head.kid);
  payload = checked.payload;
  typ = head.typ;
}

const packed = typ.startsWith("application/neksus-card");
const text = packed ? new TextDecoder().decode(payload) + "\n" : gunzipSync(payload, { maxOutputLength: 1 << 28 }).toString("utf8");
const lines = text.slice(0, -1).split("\n").map((line) => {
  if (packed) return { name: "card", content: JSON.parse(line) };
  const [name, content] = JSON.parse(line);
  const own = line.slice(JSON.stringify(name).length + 2, -1);
  return { name, content, hash: createHash("sha256").update(own, "utf8").digest("hex") };
});

const parts = new Map();
for (const { content } of lines.filter((line) => line.name === "attachment")) {
  const key = `${content.record} ${content.digest}`;
  parts.set(key, [...(parts.get(key) ?? []), content]);
}
const files = {};
for (const { content } of lines.filter((line) => line.name === "version")) {
  for (const [path, digest] of Object.entries(content.fields).filter(([path]) => /^attachment\/.*\/digest$/.test(path))) {
    const found = (parts.get(`${content.record} ${digest}`) ?? []).sort((one, other) => one.offset - other.offset);
    const bytes = Buffer.concat(found.map((one) => Buffer.from(one.content, "base64")));
    if (createHash("sha256").update(bytes).digest("hex") === digest) files[digest] = content.fields[path.replace(/digest$/, "name")];
  }
}
console.log(JSON.stringify({ signers, typ, lines, files }));
