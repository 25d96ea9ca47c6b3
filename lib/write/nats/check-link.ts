import type { Diagnostic } from '../../diagnostic.js';
import { firstReleases, hasChange, leafHoldsBack } from '../../formats/nats-conf/release-changes.js';
import { overlap } from '../../formats/nats-subject.js';
import { shown } from '../../input/fault.js';
import type { LeafPeer } from './leaf-peer.js';
import { leafLabel, type NatsLeafSettings } from './leaf-settings.js';
import type { Permissions } from './server-config/account.js';

/** What the releases on both sides make of the permissions of their link, other than what was meant. */
export function checkLink({ settings, hub }: NatsLeafSettings, { permissions }: LeafPeer): Diagnostic[] {
  const where = leafLabel(settings);
  return [
    ...(leafHoldsBack(settings.version) === true ? heldBack(where, permissions, settings.version) : []),
    ...(hasChange(hub.settings.version, 'acknowledgementsNeedPermission') === true
      ? unacknowledged(where, permissions, hub.settings.version)
      : []),
  ];
}

function heldBack(where: string, { publish, subscribe }: Permissions, version: string): Diagnostic[] {
  const sent = publish?.deny?.includes('>') === true ? [] : (publish?.allow ?? ['>']);
  return [...(subscribe?.deny ?? []).entries()]
    .filter(([, denied]) => sent.some((subject) => overlap(subject, denied)))
    .map(([index, denied]) => ({
      where,
      path: `link: permissions.subscribe.deny[${index}]`,
      got: `${shown(denied)}, and the leaf may publish such subjects`,
      expected: 'subjects that the leaf does not publish',
      effect: `A leaf of ${version} does not send its hub what it may not receive.`,
      fix: `List in subscribe.allow what the leaf may receive, or use ${firstReleases('denialsLimitReceiving')}.`,
    }));
}

function unacknowledged(where: string, { publish }: Permissions, version: string): Diagnostic[] {
  const allowed = publish?.allow ?? ['>'];
  return allowed.flatMap((subject, index) => {
    const [, consumer] = /^\$JS\.(?:[^.]+\.)?API\.CONSUMER\.MSG\.NEXT\.([^.]+\.[^.]+)$/.exec(subject) ?? [];
    const acknowledgement = `$JS.ACK.${consumer}.>`;
    if (consumer === undefined || allowed.some((other) => overlap(other, acknowledgement))) return [];
    return [
      {
        where,
        path: `link: permissions.publish.allow[${index}]`,
        got: `${shown(subject)} without ${shown(acknowledgement)}`,
        expected: 'both',
        effect: `A hub of ${version} refuses the acknowledgements, and sends each message again and again.`,
        fix: `Add ${acknowledgement}.`,
      },
    ];
  });
}
