import { X509Certificate } from 'node:crypto';
import { encodePem, type PemBlock, scanPem } from '../../../formats/x509/pem.js';
import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';

export const BUNDLE = 'trust.cert-manager.io/Bundle';
export const IDENTITY_BUNDLE = 'linkerd-identity-trust-roots';

/** Trust anchors that an object contains as text. */
export interface AnchorText {
  readonly field: Field;
  readonly path: string;
  readonly pem: string;
}

/** The anchors that a Bundle, or Linkerd's ConfigMap of trust roots, contains. */
export function anchorTexts(resource: Resource): readonly AnchorText[] {
  return anchorFields(resource).flatMap((field) =>
    field.text === undefined ? [] : [{ field, path: field.path, pem: field.text }],
  );
}

function anchorFields(resource: Resource): readonly Field[] {
  const { kind, metadata } = resource.object;
  const root = Field.of(resource);
  if (kind !== 'ConfigMap') return root.at('spec', 'sources').items.map((source) => source.at('inLine'));
  return metadata.name === IDENTITY_BUNDLE ? [root.at('data', 'ca-bundle.crt')] : [];
}

/** The certificate in a block; undefined if the block is not a certificate. */
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
