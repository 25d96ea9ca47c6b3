import { rangeWords } from '../../lib/formats/release.js';
import { COMPATIBILITY, type Compatibility } from '../../lib/releases/compatibility.js';
import { knownReleases } from '../../lib/releases/known.js';
import { isProject, PROJECTS } from '../../lib/releases/project.js';
import type { Artifact } from './artifact.js';

const PAGE = 'docs/releases.md';

/** Which releases are known, and which go together. */
export const artifact: Artifact = {
  places: [PAGE],
  owns: (path) => path === PAGE,
  files: () => new Map([[PAGE, page()]]),
};

function page(): string {
  return `<!-- Generated from lib/releases by \`npm run docs:releases\`; edit lib/releases/compatibility.ts, or scripts/generate/docs-releases.ts. -->

# Releases

A cluster states what it runs: \`kubernetesVersion\`, \`mesh\` and \`releases\` in a fleet, \`--kubernetes 1.33 --istio 1.31 …\` for \`check\`. Its objects are judged by
the schemas of these releases. In a fleet, a project without a release is taken as the newest one that goes together with the others;
\`check\` takes it as the newest.

## Known releases

| project | releases |
| --- | --- |
${Object.keys(PROJECTS)
  .filter(isProject)
  .map((project) => `| ${PROJECTS[project]} | ${knownReleases(project).join(', ')} |`)
  .join('\n')}

## Which go together

Releases outside these ranges are an error: in the props of a cluster, and as options of \`check\`, which then ends with 2. A release that is not listed has no
limit among the known releases of the other project.

${COMPATIBILITY.map(section).join('\n\n')}
`;
}

function section({ project, other, source, effect, supports }: Compatibility): string {
  const rows = Object.entries(supports).map(([release, range]) => `| ${release} | ${rangeWords(range)} |`);
  return `### ${PROJECTS[project]} and ${PROJECTS[other]}

${effect === undefined ? '' : `${effect} `}Source: <${source}>

| ${PROJECTS[project]} | ${PROJECTS[other]} |
| --- | --- |
${rows.join('\n')}`;
}
