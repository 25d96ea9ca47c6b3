import type { Intent } from './intended.js';

/** The page docs/parity.md: what `npm run parity` does, how it is read, and every difference that is meant. */
export function parityPage(intended: readonly Intent[]): string {
  return `<!-- Generated from lib/parity by \`npm run docs:parity\`; edit lib/parity/intended.ts, or lib/parity/parity-page.ts. -->

# Parity with the Linkerd charts

\`LinkerdControlPlane\` installs what the official charts would install. Whether it does is measured, on any file that
\`helm template\` wrote:

\`\`\`
helm template linkerd linkerd-control-plane --namespace linkerd --values my-values.yaml > rendered.yaml
npm run parity -- rendered.yaml
\`\`\`

The chart of the control plane writes its values into the ConfigMap \`linkerd-config\`. The command reads them there, makes our control
plane with the same ones, and compares object by object and field by field. linkerd2-cni keeps its values to itself: name the file
they came from with \`--cni-values\`. The three charts may stand in one file or in three; objects of other programs are named and left
aside. The namespaces are \`linkerd\` and \`linkerd-cni\`.

## How to read it

\`\`\`
linkerd-control-plane of edge-26.8.3, which is not known; compared as 2.20 (edge-26.6.3)

intended, namespace: Plain manifests bring the namespace, with the labels that trust-manager, webhooks and pod security read.
  Namespace linkerd  ours the object

missing: the chart has it, and we lack it or have it otherwise
  Deployment linkerd/linkerd-identity  spec.replicas  chart 3, ours 1

    1  namespace
1 intended, 1 missing, 0 extra
\`\`\`

Each difference is in one class: **intended**, with its reason; **missing**, where the chart has something that we lack or have
otherwise; **extra**, where we have something that the chart lacks. \`--summary\` counts the intended ones and shows the others alone.
Exit code 0: all are intended. 1: some are missing or extra. 2: nothing could be compared, and the sentences say why.

What means the same is the same: the order in a list counts only for containers, variables and webhooks; null and empty are absent;
flags are compared by name, rights one by one, quantities by what they are, and documents inside of a ConfigMap field by field.

- A release that is not known is compared with the newest one that is, and its name counts as ours: what remains is what is new.
- A value that the release does not know is missing: neither its chart nor our construct reads it, a release to come may.
- Options that our construct refuses, such as a wait before exit with native sidecars, end the comparison with its own sentences.
- Roots that the values hold are compared too; issuers and webhook certificates are cert-manager's with us.

## What is meant

These ${intended.length} entries are the reviewed list, \`lib/parity/intended.ts\`, which also says in which objects and fields. A test holds
each by one difference that it explains and one near it that it does not.

| name | side | reason |
| --- | --- | --- |
${intended.map(row).join('\n')}
`;
}

const SIDES = { chart: 'the chart has it', ours: 'we have it', both: 'both have it, otherwise' } as const;

function row({ name, only, reason }: Intent): string {
  return `| ${name} | ${only === undefined ? 'either' : SIDES[only]} | ${reason} |`;
}
