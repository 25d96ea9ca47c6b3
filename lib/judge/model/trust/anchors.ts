import { X509Certificate } from 'node:crypto';
import { encodePem, type PemBlock, scanPem } from '../../../formats/x509/pem.js';
import { at } from '../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';

export const BUNDLE = 'trust.cert-manager.io/Bundle';
export const IDENTITY_BUNDLE = 'linkerd-identity-trust-roots';

/** Trust anchors that stand in an object as text. */
export interface AnchorText {
  readonly path: string;
  readonly pem: string;
}

/** The anchors that a Bundle, or Linkerd's ConfigMap of trust roots, spells out. */
export function anchorTexts({ object }: Resource): readonly AnchorText[] {
  if (object.kind === 'ConfigMap') {
    const pem = stringAt(object, 'data', 'ca-bundle.crt');
    return object.metadata.name !== IDENTITY_BUNDLE || pem === undefined
      ? []
      : [{ path: at('data', 'ca-bundle.crt'), pem }];
  }
  return listAt(object, 'spec', 'sources').flatMap((source, index) => {
    const pem = stringAt(source, 'inLine');
    return pem === undefined ? [] : [{ path: at('spec', 'sources', index, 'inLine'), pem }];
  });
}

/** The certificate in a block, or undefined where it holds none. */
export function certificateIn({ type, der }: PemBlock): X509Certificate | undefined {
  try {
    return type === 'CERTIFICATE' ? new X509Certificate(encodePem(type, der)) : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 of every certificate that can be read in a text. */
export function fingerprintsIn(pem: string): readonly string[] {
  return scanPem('', pem).blocks.flatMap((block) => certificateIn(block)?.fingerprint256 ?? []);
}
