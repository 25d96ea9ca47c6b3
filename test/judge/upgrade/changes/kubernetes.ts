import { documents, object, pod } from '../../../support/manifests.js';
import { type ChangeExample, podWith } from './example.js';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/web';
const volume = (source: string) => pod(`{ containers: [{ name: web }], volumes: [{ name: data, ${source} }] }`);
const service = (spec: string) => object('v1', 'Service', `spec: ${spec}`);
const gitRepo = volume('gitRepo: { repository: https://example.com/a.git }');

export const KUBERNETES_EXAMPLES: readonly ChangeExample[] = [
  {
    id: 'kubernetes/app-armor-annotations-are-deprecated',
    concerned: podWith(`{ ${APP_ARMOR}: runtime/default }`, '{ containers: [{ name: web }] }'),
    at: [`Pod metadata.annotations["${APP_ARMOR}"]`],
    spared: pod('{ containers: [{ name: web, securityContext: { appArmorProfile: { type: RuntimeDefault } } }] }'),
  },
  {
    id: 'kubernetes/ceph-volumes-are-gone',
    concerned: documents(
      volume('cephfs: { monitors: [a] }'),
      object('v1', 'PersistentVolume', 'spec: { rbd: { image: a, monitors: [a] } }'),
    ),
    at: ['Pod spec.volumes[0].cephfs', 'PersistentVolume spec.rbd'],
    spared: documents(
      volume('csi: { driver: rbd.csi.ceph.com }'),
      object('v1', 'PersistentVolume', 'spec: { csi: { driver: rbd.csi.ceph.com, volumeHandle: a } }'),
    ),
  },
  {
    id: 'kubernetes/mountable-secrets-are-deprecated',
    concerned: `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: apps, annotations: { kubernetes.io/enforce-mountable-secrets: "true" } }
`,
    at: ['ServiceAccount metadata.annotations["kubernetes.io/enforce-mountable-secrets"]'],
    spared: object('v1', 'ServiceAccount', 'secrets: [{ name: a }]'),
  },
  {
    id: 'kubernetes/endpoints-are-deprecated',
    concerned: object('v1', 'Endpoints', 'subsets: []'),
    at: ['Endpoints '],
    spared: object('discovery.k8s.io/v1', 'EndpointSlice', 'addressType: IPv4\nendpoints: []'),
  },
  {
    id: 'kubernetes/git-volumes-are-off',
    concerned: gitRepo,
    at: ['Pod spec.volumes[0].gitRepo'],
    spared: volume('emptyDir: {}'),
  },
  {
    id: 'kubernetes/prefer-close-is-deprecated',
    concerned: service('{ trafficDistribution: PreferClose }'),
    at: ['Service spec.trafficDistribution'],
    spared: service('{ trafficDistribution: PreferSameZone }'),
  },
  {
    id: 'kubernetes/git-volumes-are-gone',
    concerned: gitRepo,
    at: ['Pod spec.volumes[0].gitRepo'],
    spared: volume('image: { reference: a:1 }'),
  },
  {
    id: 'kubernetes/external-ips-are-deprecated',
    concerned: service('{ externalIPs: [192.0.2.1] }'),
    at: ['Service spec.externalIPs'],
    spared: documents(service('{ externalIPs: [] }'), service('{ type: LoadBalancer }')),
  },
  {
    id: 'kubernetes/addresses-are-strict',
    concerned: documents(
      service('{ clusterIP: 10.0.010.1, loadBalancerSourceRanges: [10.0.0.0/8, 10.0.0.5/24] }'),
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "2001:db8::1/64", except: ["::ffff:10.0.0.1/128"] } }] }] }',
      ),
    ),
    at: [
      'Service spec.clusterIP',
      'Service spec.loadBalancerSourceRanges[1]',
      'NetworkPolicy spec.egress[0].to[0].ipBlock.cidr',
      'NetworkPolicy spec.egress[0].to[0].ipBlock.except[0]',
    ],
    spared: documents(
      service('{ clusterIP: None, externalIPs: [10.0.0.1], loadBalancerSourceRanges: [0.0.0.0/0, 10.0.0.5/32] }'),
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "2001:db8::/64", except: ["2001:db8::a0/124"] } }] }] }',
      ),
    ),
  },
];
