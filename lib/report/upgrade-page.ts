import { type Change, firstReleases } from '../judge/upgrade/change.js';
import { UPGRADE_PROJECTS, upgradeProjects } from '../judge/upgrade/project.js';

const INTRODUCTION = `# Upgrades

What a release of Kubernetes, of a mesh or of another project changes for the objects that you have, before you upgrade.

\`\`\`
npm run -s upgrade -- dist --kubernetes 1.35 --istio 1.32
npm run -s upgrade -- dist/nats-mtls --nats 2.15.3
npm run -s upgrade -- manifests --cert-manager 1.21 --from-cert-manager 1.18 --format json
\`\`\`

Each change is said once, under the release that makes it, with the objects, fields and lines that it concerns, what to do, and where
upstream says so. Changes that concern none of the objects are not mentioned. \`--verbose\` lists every place.

## From which release

| source | which clusters |
| --- | --- |
| \`--from-<project> <release>\` | all |
| what the objects install: images of controllers and of nats-server, \`spec.version\` of an Istio, the control plane of Linkerd, Nodes, definitions of the Gateway API | each its own |
| else the oldest release that is known | those without either |

The first lines of the report say what is compared in which clusters, which clusters are there already, and to which project no object
belongs. Patch releases count for NATS only. A downgrade, a release that nobody knows and a release that every cluster runs already are refused.

## What is said

| word | meaning | how it is known | exit code |
| --- | --- | --- | --- |
| refused | the API server or a webhook refuses the object: a version, field or value that is gone, a field that must be set, a tighter bound | the schemas of both releases, and the table below | 1 |
| behavior | the object is accepted, and means something else | the table below | 1 |
| deprecated | a later release takes it away | the schemas of the later releases, the API server's own lifecycles, and the table below | 0 |
| new | the release has something that the object would profit from | the table below | 0 |

Exit code 2: it could not do its work, as with a file that cannot be read.

What the release before the upgrade refuses already is counted and not repeated. Kinds without a schema are named, since nothing is
compared for them. Definitions of known kinds among the files are ignored: the upgrade replaces them.

## Which changes are known
`;

/** The page of `upgrade`, with every change that it knows besides those of schemas. */
export function upgradePage(changes: readonly Change[]): string {
  const sections = upgradeProjects.flatMap((project) => {
    const own = changes.filter((change) => change.project === project);
    if (own.length === 0) return [];
    const rows = own.map(
      (change) =>
        `| ${firstReleases(change).join(', ')} | ${change.weight} | ${sentences(change)} | [source](${change.source}) |`,
    );
    return [
      [
        `### ${UPGRADE_PROJECTS[project]}`,
        '',
        '| since | | change, and what to do | |',
        '| --- | --- | --- | --- |',
        ...rows,
      ].join('\n'),
    ];
  });
  return `${INTRODUCTION}\n${sections.join('\n\n')}\n`;
}

/** A bar would end the cell. */
function sentences({ what, effect, action }: Change): string {
  return [what, ...(effect === undefined ? [] : [effect]), `**Do:** ${action}`].join(' ').replaceAll('|', '\\|');
}
