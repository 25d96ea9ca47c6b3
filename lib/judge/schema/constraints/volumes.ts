import { dnsLabel } from '../../../formats/name-syntax.js';
import type { JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';
import { leavesItsFolder, syntaxVerdict } from './containers.js';
import { exactlyOne } from './exactly-one.js';
import { podSpecPath, podTemplate } from './pod-templates.js';

const PROJECTED = ['clusterTrustBundle', 'configMap', 'downwardAPI', 'secret', 'serviceAccountToken'];

/**
 * Volumes with no source or several, and sources that name nothing.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
 */
export function checkVolumes(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  if (pod === undefined) return [];
  return mappings(pod.spec['volumes']).flatMap(([index, volume]) =>
    volumeVerdicts([...podSpecPath(pod), 'volumes', index], volume),
  );
}

function volumeVerdicts(at: Segments, volume: JsonObject): Verdict[] {
  const verdicts = syntaxVerdict([...at, 'name'], volume['name'], dnsLabel, 'volume');
  const sources = Object.keys(volume).filter((field) => field !== 'name' && isSet(volume[field]));
  // `emptyDir:` without a value means what it says.
  if (sources.length === 0 && !Object.hasOwn(volume, 'emptyDir'))
    verdicts.push(
      refused(
        at,
        'no source, which makes it an empty folder',
        'one source, such as configMap, secret or emptyDir',
        'Add the source; write emptyDir: {} if an empty folder is meant.',
      ),
    );
  if (sources.length > 1)
    verdicts.push(refused(at, sources.join(' and '), 'one source', 'Keep one of them, and remove the others.'));
  const { configMap, projected, secret } = volume;
  if (isSet(configMap)) verdicts.push(...namedSource([...at, 'configMap'], mapping(configMap), 'name', 'ConfigMap'));
  if (isSet(secret)) verdicts.push(...namedSource([...at, 'secret'], mapping(secret), 'secretName', 'Secret'));
  for (const [index, source] of mappings(mapping(projected)['sources'])) {
    const place = [...at, 'projected', 'sources', index];
    if (PROJECTED.some((kind) => Object.hasOwn(source, kind)) || isEmpty(source))
      verdicts.push(...exactlyOne(place, source, PROJECTED));
    if (isSet(source['configMap']))
      verdicts.push(...namedSource([...place, 'configMap'], mapping(source['configMap']), 'name', 'ConfigMap'));
    if (isSet(source['secret']))
      verdicts.push(...namedSource([...place, 'secret'], mapping(source['secret']), 'name', 'Secret'));
  }
  return verdicts;
}

function namedSource(at: Segments, source: JsonObject, field: string, kind: string): Verdict[] {
  const verdicts: Verdict[] = [];
  if (isEmpty(source[field])) verdicts.push(missing([...at, field], `the name of the ${kind}`));
  const mode = source['defaultMode'];
  if (typeof mode === 'number' && (mode < 0 || mode > 0o777))
    verdicts.push(
      refused([...at, 'defaultMode'], String(mode), '0 to 0777 (511)', 'Write the mode in octal, such as 0440.'),
    );
  for (const [index, { path }] of mappings(source['items']))
    if (typeof path === 'string' && (path === '' || leavesItsFolder(path)))
      verdicts.push(
        refused(
          [...at, 'items', index, 'path'],
          JSON.stringify(path),
          'a relative path without ..',
          'Name a path within the volume.',
        ),
      );
  return verdicts;
}
