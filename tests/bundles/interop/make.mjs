// Makes a sealed transfer file from nothing, following docs/bundle-format.md only.
// In: {"signing": private JWK, "sealing": private JWK, "to": card, "record": {...}, "made_at": text} on standard input,
// and "files": [{"id", "owner", "point", "name", "media_type", "content": base64}] where files go along.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const jose = await import(pathToFileURL(process.env.JOSE).href);
const given = JSON.parse(readFileSync(0, "utf8"));

const publicOf = ({ kty, crv, x }) => ({ crv, kty, x });
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
};

const kid = await jose.calculateJwkThumbprint(given.signing);
const header = {
  format: "1.0", kind: "records", made_at: given.made_at, invented: true, edition: "full",
  recipients: [{ thumbprint: given.to.thumbprint, sequence: 1 }],
  sender: {
    format: "neksus-card-1", role: "post", name: "Et annet program", invented: true,
    signing: publicOf(given.signing), sealing: publicOf(given.sealing), thumbprint: kid,
  },
};
const version = { ...given.record, origin: kid, parents: [], made_at: given.made_at };
const pieces = [];
for (const { id, content, ...file } of given.files ?? []) {
  const bytes = Buffer.from(content, "base64");
  const digest = createHash("sha256").update(bytes).digest("hex");
  for (const [name, value] of Object.entries({ ...file, digest, size: String(bytes.length) }))
    version.fields[`attachment/${id}/${name}`] = value;
  for (let offset = 0; offset < bytes.length; offset += 1 << 20) {
    const piece = bytes.subarray(offset, offset + (1 << 20)).toString("base64");
    pieces.push(["attachment", { record: version.record, digest, offset, content: piece }]);
  }
}
const lines = [["header", header], ["version", version], ...pieces];
const text = lines.map((line) => canonical(line) + "\n").join("");

const signing = await jose.importJWK(given.signing, "EdDSA");
const signed = await new jose.GeneralSign(gzipSync(text))
  .addSignature(signing)
  .setProtectedHeader({
    alg: "EdDSA", cty: "application/gzip", jwk: publicOf(given.signing), kid,
    typ: "application/neksus-records+jws;v=1",
  })
  .sign();

const seal = new jose.GeneralEncrypt(new TextEncoder().encode(JSON.stringify(signed))).setProtectedHeader({
  enc: "A256GCM", typ: "application/neksus-sealed+jwe;v=1", cty: "application/jose+json",
});
for (const jwk of [given.to.sealing, publicOf(given.sealing)]) {
  const key = await jose.importJWK(jwk, "ECDH-ES+A256KW");
  seal.addRecipient(key).setUnprotectedHeader({ alg: "ECDH-ES+A256KW", kid: await jose.calculateJwkThumbprint(jwk) });
}
console.log(JSON.stringify(await seal.encrypt()));
