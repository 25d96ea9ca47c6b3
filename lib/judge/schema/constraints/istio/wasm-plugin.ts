import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isSet, mapping, mappings } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { exactlyOne } from '../exactly-one.js';
import { policyTargets } from './selection.js';

const SCHEMES = ['http', 'https', 'oci', 'file'];
const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//;

/**
 * Plugins that cannot be fetched, and variables that have two values.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export function checkWasmPlugin(spec: JsonObject): Verdict[] {
  return [...policyTargets(spec), ...pluginVerdicts(['spec'], spec)];
}

/**
 * Extensions that are no code, or two kinds of it.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/
 */
export function checkTrafficExtension(spec: JsonObject): Verdict[] {
  return [
    ...policyTargets(spec),
    ...exactlyOne(['spec'], spec, ['wasm', 'lua']),
    ...pluginVerdicts(['spec', 'wasm'], mapping(spec['wasm'])),
  ];
}

function pluginVerdicts(place: Segments, { url, vmConfig }: JsonObject): Verdict[] {
  const verdicts: Verdict[] = [];
  const scheme = typeof url === 'string' ? SCHEME.exec(url)?.[1]?.toLowerCase() : undefined;
  if (scheme !== undefined && !SCHEMES.includes(scheme))
    verdicts.push(
      refused([...place, 'url'], JSON.stringify(url), `${SCHEMES.join('://, ')}:// or none`, 'Use one of them.'),
    );
  else if (typeof url === 'string' && url !== '' && !isUrl(url))
    verdicts.push(
      refused([...place, 'url'], JSON.stringify(url), 'a URL, or the name of an image', 'Correct the URL.'),
    );
  const seen = new Set<unknown>();
  for (const [index, { name, value, valueFrom }] of mappings(mapping(vmConfig)['env'])) {
    const at = [...place, 'vmConfig', 'env', index];
    if (valueFrom === 'HOST' && isSet(value))
      verdicts.push(
        refused([...at, 'value'], 'a value, with HOST', "nothing, for the host's value is taken", 'Remove it.'),
      );
    if (seen.has(name))
      verdicts.push({
        rule: 'schema/duplicate-key',
        at: [...at, 'name'],
        got: `${JSON.stringify(name)} again`,
        expected: 'a name that no other variable has',
        fix: 'Rename or remove one of the two.',
      });
    seen.add(name);
  }
  return verdicts;
}

/** Whether a text is a URL, or would be one after `http://`: a file has no host, all else has. */
function isUrl(text: string): boolean {
  const [host = ''] = text.replace(SCHEME, '').split('/');
  return !/[\s{}|^<>"`\\%#]/.test(host) && (host !== '' || SCHEME.test(text) || text.startsWith('/'));
}
