import type { ConfMap } from '../../../formats/nats-conf/value.js';
import type { Tls } from './model.js';
import { block, type Optional } from './render-block.js';
import { durationText } from './units.js';

/** The `tls` block of a listener or a remote. */
export function tlsBlock(tls: Tls): Optional<ConfMap> {
  return block({
    cert_file: tls.certFile,
    key_file: tls.keyFile,
    ca_file: tls.caFile,
    verify: tls.verify,
    verify_and_map: tls.verifyAndMap,
    handshake_first: tls.handshakeFirst,
    min_version: tls.minVersion,
    timeout: tls.timeout && durationText(tls.timeout),
  });
}
