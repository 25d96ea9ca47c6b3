import type { JsonObject } from '../../../../manifest/object.js';
import type { Segments } from '../../field-path.js';
import { isEmpty, isSet, mapping, mappings } from '../../fields.js';
import { missing, refused, type Verdict } from '../../verdict.js';
import {
  corsVerdicts,
  directResponseVerdicts,
  redirectVerdicts,
  retryVerdicts,
  rewriteVerdicts,
} from './http-actions.js';
import { faultVerdicts } from './http-fault.js';
import { authorityChanges, headerChanges } from './http-headers.js';
import { httpMatchVerdicts } from './http-match.js';
import { destinationVerdicts, routeVerdicts } from './route-destinations.js';

/** Where a route stands: whether its VirtualService is a delegate, and whether gateways alone serve it. */
export interface RouteContext {
  readonly delegate: boolean;
  readonly onGateways: boolean;
}

/** Routes that do two things at once, or nothing. */
export function httpRouteVerdicts(at: Segments, route: JsonObject, context: RouteContext): Verdict[] {
  const { corsPolicy, directResponse, fault, headers, match, mirror, mirrors, redirect, retries, rewrite } = route;
  const matches = mappings(match);
  const verdicts = [
    ...(isSet(route['delegate']) && !context.delegate ? rootVerdicts(at, route) : actionVerdicts(at, route, context)),
    ...matches.flatMap(([index, entry]) => httpMatchVerdicts([...at, 'match', index], entry, context.onGateways)),
    ...headerChanges([...at, 'headers'], headers),
    ...authorityChanges(at, route),
    ...corsVerdicts([...at, 'corsPolicy'], mapping(corsPolicy)),
    ...retryVerdicts([...at, 'retries'], mapping(retries)),
    ...routeVerdicts([...at, 'route'], route['route']),
    ...mappings(route['route']).flatMap(([index, entry]) =>
      headerChanges([...at, 'route', index, 'headers'], entry['headers']),
    ),
  ];
  if (isSet(fault)) verdicts.push(...faultVerdicts([...at, 'fault'], mapping(fault)));
  if (isSet(mirror)) verdicts.push(...destinationVerdicts([...at, 'mirror'], mapping(mirror)));
  if (isSet(redirect))
    verdicts.push(
      ...redirectVerdicts(
        [...at, 'redirect'],
        mapping(redirect),
        matches.map(([, entry]) => entry),
      ),
    );
  if (isSet(directResponse))
    verdicts.push(...directResponseVerdicts([...at, 'directResponse'], mapping(directResponse)));
  if (isSet(rewrite)) verdicts.push(...rewriteVerdicts([...at, 'rewrite'], mapping(rewrite)));
  for (const [index, entry] of mappings(mirrors)) {
    const place = [...at, 'mirrors', index];
    if (isSet(entry['destination']))
      verdicts.push(...destinationVerdicts([...place, 'destination'], mapping(entry['destination'])));
    else verdicts.push(missing([...place, 'destination'], 'the host to send copies to'));
  }
  return verdicts;
}

function rootVerdicts(at: Segments, route: JsonObject): Verdict[] {
  return ['redirect', 'route']
    .filter((field) => isSet(route[field]) && !(field === 'route' && isEmpty(route[field])))
    .map((field) =>
      refused(
        [...at, field],
        `${field} beside delegate`,
        'delegate alone, which takes the requests',
        'Remove one of the two.',
      ),
    );
}

function actionVerdicts(at: Segments, route: JsonObject, { delegate }: RouteContext): Verdict[] {
  const verdicts: Verdict[] = [];
  if (delegate && isSet(route['delegate']))
    verdicts.push(refused([...at, 'delegate'], 'a delegate of a delegate', 'one step', 'Write the routes here.'));
  const action = ['redirect', 'directResponse'].find((field) => isSet(route[field]));
  if (action === undefined) {
    if (isEmpty(route['route']))
      verdicts.push(missing([...at, 'route'], 'destinations, or redirect or directResponse, for requests to end at'));
  } else {
    const idle = ['route', 'fault', 'rewrite', 'directResponse'].filter(
      (field) => field !== action && !(field === 'route' ? isEmpty(route[field]) : !isSet(route[field])),
    );
    verdicts.push(
      ...idle.map((field) =>
        refused(
          [...at, field],
          `${field} beside ${action}`,
          `${action} alone, which answers at once`,
          'Remove one of the two.',
        ),
      ),
    );
  }
  if (isSet(route['mirror']) && !isEmpty(route['mirrors']))
    verdicts.push(refused([...at, 'mirror'], 'mirror beside mirrors', 'mirrors alone', 'Move it into mirrors.'));
  return verdicts;
}
