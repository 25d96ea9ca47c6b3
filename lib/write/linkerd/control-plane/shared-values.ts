import type { EnvVar } from '../../../../imports/k8s.js';

export type StringMap = { readonly [key: string]: string };

export interface ServiceAccountReference {
  readonly name: string;
  readonly namespace: string;
}

export interface ImageValues {
  readonly name: string;
  readonly pullPolicy: string;
  readonly version: string;
}

/** Requests and limits in the form of the chart; an empty text sets nothing. */
export interface ResourceValues {
  readonly cpu: LimitAndRequest;
  readonly memory: LimitAndRequest;
  readonly 'ephemeral-storage'?: LimitAndRequest;
}

export interface LimitAndRequest {
  readonly limit: string;
  readonly request: string;
}

export interface ProxyResourceValues extends ResourceValues {
  readonly cores?: number;
}

export interface ProbedValues {
  readonly livenessProbe: { readonly timeoutSeconds: number };
  readonly readinessProbe: { readonly timeoutSeconds: number };
}

export interface EnvironmentValues {
  readonly additionalEnv?: readonly EnvVar[] | undefined;
  readonly experimentalEnv?: readonly EnvVar[] | undefined;
}
