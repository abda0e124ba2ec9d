import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { openCluster } from "../../../src/lowrank/cluster/openCluster";
import { skipWithoutDask, startCluster } from "./localCluster";
import { drawRows, factorsAs, storeShards } from "./storedShards";

const openssl = spawnSync("openssl", ["version"]).status === 0;
const skip = skipWithoutDask || (openssl ? false : "there is no command openssl");

/** Makes a certificate that signs itself: authority, certificate and key of one owner. */
function makeCertificate(folder: string, owner: string): { certificate: string; key: string } {
  const [certificate, key] = ["crt", "key"].map((end) => path.join(folder, `${owner}.${end}`));
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"];
  const files = ["-keyout", key, "-out", certificate];
  const { status, stderr } = spawnSync("openssl", [...args, `/CN=${owner}`, ...files]);
  assert.equal(status, 0, String(stderr));
  return { certificate, key };
}

/** Dask's own configuration, by its environment variables. */
function useCertificate(
  { certificate, key }: ReturnType<typeof makeCertificate>,
  roles = ["SCHEDULER", "WORKER", "CLIENT"],
): void {
  process.env.DASK_DISTRIBUTED__COMM__TLS__CA_FILE = certificate;
  for (const role of roles) {
    process.env[`DASK_DISTRIBUTED__COMM__TLS__${role}__CERT`] = certificate;
    process.env[`DASK_DISTRIBUTED__COMM__TLS__${role}__KEY`] = key;
  }
}

function forgetCertificates(): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith("DASK_DISTRIBUTED__COMM__TLS__")) delete process.env[name];
}

describe("a scheduler and workers that speak TLS", { skip }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-tls-"));
  after(() => {
    forgetCertificates();
    rmSync(folder, { recursive: true, force: true });
  });

  test("openCluster takes Dask's certificates, and says what is wrong with others and with none", async () => {
    const portions = [90, 120].map((rows, i) => drawRows(rows, 70, i + 1));
    const { shards, whole } = storeShards(folder, "shards", portions);
    const own = makeCertificate(folder, "own");
    useCertificate(own);
    const local = await startCluster(2, "tls");
    try {
      assert.match(local.address, /^tls:/);
      const cluster = await openCluster(local.address, shards, { workers: 2 });
      await factorsAs(whole, cluster, 8);
      await cluster.close();

      const refused = (why: RegExp) =>
        assert.rejects(openCluster(local.address, shards), ({ message }: Error) => {
          assert.match(
            message,
            /^tls:.* is refused as Dask is configured here .*\.tls with ca-file/,
          );
          assert.match(message, why);
          return true;
        });
      useCertificate(makeCertificate(folder, "other"));
      await refused(/TLS certificate does not match/);
      useCertificate({ certificate: path.join(folder, "none.crt"), key: own.key });
      await refused(/No such file/);
      forgetCertificates();
      await refused(/TLS/);
    } finally {
      await local.stop();
    }
  });
});
