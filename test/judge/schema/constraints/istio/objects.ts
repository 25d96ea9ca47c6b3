import { findingsOn } from '../../objects.js';

/** Findings on an object of Istio, in the namespace shop unless its kind has none, whose spec, or whose metadata and spec, are written as YAML. */
export function findingsOnSpec(apiVersion: string, kind: string): (spec: string) => Promise<string[]> {
  const metadata = apiVersion.startsWith('sailoperator.io/') ? 'name: a' : 'name: a, namespace: shop';
  return async (spec) => {
    const rest = spec.startsWith('metadata:') ? spec : `metadata: { ${metadata} }, spec: { ${spec} }`;
    const findings = await findingsOn(`{ apiVersion: ${apiVersion}, kind: ${kind}, ${rest} }`);
    return findings.map((finding) => finding.replace(/^schema\//, ''));
  };
}
