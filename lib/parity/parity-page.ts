import type { IntendedDifference } from './intended.js';

/** The page docs/parity.md: what `npm run parity` does, how to read it, and every intended difference. */
export function parityPage(intended: readonly IntendedDifference[]): string {
  return `<!-- Generated from lib/parity by \`npm run docs:parity\`; edit lib/parity/intended.ts, or lib/parity/parity-page.ts. -->

# Parity with the Linkerd charts

\`LinkerdControlPlane\` installs what the official charts would install. To check that on any output of \`helm template\`:

\`\`\`
helm template linkerd linkerd-control-plane --namespace linkerd --values my-values.yaml > rendered.yaml
npm run parity -- rendered.yaml
\`\`\`

The chart of the control plane writes its values into the ConfigMap \`linkerd-config\`. The command reads them there, writes our control
plane with the same values, and compares object by object and field by field. linkerd2-cni does not write its values: name their file
with \`--cni-values\`. The three charts may be in one file or in three; objects of other programs are listed and not compared.
The namespaces are \`linkerd\` and \`linkerd-cni\`.

## How to read it

\`\`\`
linkerd-control-plane of edge-26.8.3, an unknown release; compared as 2.20 (edge-26.6.3)

intended, namespace: Plain manifests bring the namespace, with the labels that trust-manager, webhooks and pod security read.
  Namespace linkerd  ours the object

missing: the chart has it, and we do not have it or have another value
  Deployment linkerd/linkerd-identity  spec.replicas  chart 3, ours 1

    1  namespace
1 intended, 1 missing, 0 extra
\`\`\`

Each difference has one class: **intended**, with its reason; **missing**, if the chart has something that we do not have or have
with another value; **extra**, if we have something that the chart does not have. \`--summary\` only counts the intended ones.
Exit code 0: all are intended. 1: some are missing or extra. 2: nothing could be compared, and the messages say why.

The comparison is by meaning: the order in a list counts only for containers, variables and webhooks; null and empty count as absent;
flags are compared by name, rights one by one, quantities by value, and documents inside a ConfigMap field by field.

- An unknown release is compared with the newest known one, and its name is replaced by ours: only what is new remains.
- A value that the release does not know is reported as missing: neither its chart nor our construct reads it, but a later release may.
- Options that our construct refuses, such as a wait before exit with native sidecars, end the comparison with its messages.
- Roots in the values are compared too. In our construct, cert-manager issues the issuers and webhook certificates.

## Intended differences

These ${intended.length} entries are the reviewed list, \`lib/parity/intended.ts\`, which also has their objects and fields. A test checks
each with one difference that it explains and a similar one that it does not.

| name | side | reason |
| --- | --- | --- |
${intended.map(row).join('\n')}
`;
}

const SIDES = { chart: 'the chart has it', ours: 'we have it', both: 'both have it, with other values' } as const;

function row({ name, only, reason }: IntendedDifference): string {
  return `| ${name} | ${only === undefined ? 'either' : SIDES[only]} | ${reason} |`;
}
