/** Namespace, and names of the objects in it, as `linkerd check` looks for them. */
export const CNI_NAMESPACE = 'linkerd-cni';
export const CNI_NAME = 'linkerd-cni';

/** With this label the injector's webhook ignores the plugin's pods. */
export const CNI_LABELS = { 'linkerd.io/cni-resource': 'true' } as const;
