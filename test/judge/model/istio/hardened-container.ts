/** Fields of a container that the restricted Pod Security Standard admits, with requests and limits. */
export const hardened = `
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            runAsUser: 10001
            runAsGroup: 10001
            capabilities: { drop: [ALL] }
            seccompProfile: { type: RuntimeDefault }
          resources:
            requests: { cpu: 100m, memory: 128Mi, ephemeral-storage: 64Mi }
            limits: { cpu: 500m, memory: 256Mi, ephemeral-storage: 256Mi }`;
