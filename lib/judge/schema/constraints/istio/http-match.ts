import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { mapping } from '../../fields.js';
import { refused, type Verdict } from '../../verdict.js';
import { gatewayNames, isLabel, labelWords } from './hosts.js';
import { headerName, isClaim } from './http-headers.js';
import { istioLabels } from './selection.js';
import { stringMatchVerdicts } from './string-match.js';

const SINGLE = ['scheme', 'method', 'authority'];

/** Conditions of a route that no request meets. */
export function httpMatchVerdicts(at: Segments, match: JsonObject, onGateways: boolean): Verdict[] {
  const { gateways, headers, queryParams, sourceLabels, sourceNamespace, uri, withoutHeaders } = match;
  const verdicts = [
    ...stringMatchVerdicts([...at, 'uri'], mapping(uri), true),
    ...SINGLE.flatMap((field) => stringMatchVerdicts([...at, field], mapping(match[field]))),
    ...Object.entries(mapping(queryParams)).flatMap(([name, value]) =>
      stringMatchVerdicts([...at, 'queryParams', name], mapping(value)),
    ),
    ...istioLabels([...at, 'sourceLabels'], sourceLabels),
    ...gatewayNames([...at, 'gateways'], gateways),
  ];
  if (typeof sourceNamespace === 'string' && sourceNamespace !== '' && !isLabel(sourceNamespace))
    verdicts.push(
      refused(
        [...at, 'sourceNamespace'],
        JSON.stringify(sourceNamespace),
        labelWords,
        'Name the namespace of callers.',
      ),
    );
  for (const [field, fields] of [
    ['headers', mapping(headers)],
    ['withoutHeaders', mapping(withoutHeaders)],
  ] as const)
    for (const [name, value] of Object.entries(fields)) {
      const place = [...at, field, name];
      verdicts.push(...headerName(place, name), ...claimVerdicts(place, name, onGateways));
      if (field === 'headers' || mapping(value)['regex'] !== '*')
        verdicts.push(...stringMatchVerdicts(place, mapping(value)));
    }
  return verdicts;
}

function claimVerdicts(at: Segments, name: string, onGateways: boolean): Verdict[] {
  if (onGateways || !isClaim(name)) return [];
  return [
    refused(
      at,
      'a claim of a token, in a route of sidecars',
      'a claim in routes of gateways alone, for sidecars do not route by token',
      'List the gateways without mesh, or match something else.',
    ),
  ];
}
