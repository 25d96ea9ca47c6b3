import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALL = 'scripts/install-cluster-tools.sh';

/** The folder that the script installs into; only the script knows how it is called. */
const folder = execFileSync('bash', [fileURLToPath(new URL(`../../../${INSTALL}`, import.meta.url)), '--where'], {
  encoding: 'utf8',
}).trim();

/** Programs that make a cluster, the one that talks to it, and what makes the pods of gateways. */
export type ProgramName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kubectl' | 'envoy-gateway';

/** Path of a program. Throws, and says how to get it, where it is absent. */
export function clusterTool(name: ProgramName): string {
  return installed(join('bin', name), constants.X_OK);
}

/** Folder with the definitions of custom resources, one folder for each project. */
export function crdFolder(): string {
  return installed('crds', constants.R_OK);
}

function installed(path: string, mode: number): string {
  const place = join(folder, path);
  try {
    accessSync(place, mode);
  } catch {
    throw new Error(
      `There is no ${path} in ${folder}. Run ${INSTALL}, or set MESHWRIGHT_CLUSTER_TOOLS to a folder in which it has run.`,
    );
  }
  return place;
}
