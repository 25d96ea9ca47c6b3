import type { Rule } from '../../rule.js';
import addedCapabilitiesAreDefault from './added-capabilities-are-default.js';
import apparmorIsOn from './apparmor-is-on.js';
import capabilitiesAreDropped from './capabilities-are-dropped.js';
import configMapExists from './config-map-exists.js';
import disruptionBudgetAllowsEviction from './disruption-budget-allows-eviction.js';
import disruptionBudgetProtects from './disruption-budget-protects.js';
import disruptionBudgetSelectsAPod from './disruption-budget-selects-a-pod.js';
import groupIsNotRoot from './group-is-not-root.js';
import hostNamespacesAreOff from './host-namespaces-are-off.js';
import hostPathIsAbsent from './host-path-is-absent.js';
import hostPortsAreAbsent from './host-ports-are-absent.js';
import hostProcessIsOff from './host-process-is-off.js';
import imageHasADigest from './image-has-a-digest.js';
import imageIsVersioned from './image-is-versioned.js';
import livenessProbeIsPresent from './liveness-probe-is-present.js';
import mountsLeaveTheRoot from './mounts-leave-the-root.js';
import namespaceEnforcesAProfile from './namespace-enforces-a-profile.js';
import placementIsTheSchedulers from './placement-is-the-schedulers.js';
import privilegeEscalationIsOff from './privilege-escalation-is-off.js';
import privilegedModeIsOff from './privileged-mode-is-off.js';
import probePortExists from './probe-port-exists.js';
import probesNoticeInTime from './probes-notice-in-time.js';
import procMountIsDefault from './proc-mount-is-default.js';
import readinessProbeIsPresent from './readiness-probe-is-present.js';
import replicasAreSpread from './replicas-are-spread.js';
import replicasHaveADisruptionBudget from './replicas-have-a-disruption-budget.js';
import requestsFitLimits from './requests-fit-limits.js';
import resourcesAreSet from './resources-are-set.js';
import rootFilesystemIsReadOnly from './root-filesystem-is-read-only.js';
import runsAsNonRoot from './runs-as-non-root.js';
import scratchSpaceIsBounded from './scratch-space-is-bounded.js';
import seccompIsConfined from './seccomp-is-confined.js';
import seccompProfileIsSet from './seccomp-profile-is-set.js';
import selinuxOptionsAreSafe from './selinux-options-are-safe.js';
import serviceAccountExists from './service-account-exists.js';
import serviceAccountIsOwn from './service-account-is-own.js';
import sysctlsAreSafe from './sysctls-are-safe.js';
import tokenIsMountedOnlyForUse from './token-is-mounted-only-for-use.js';
import userIsNotRoot from './user-is-not-root.js';
import volumeTypesAreRestricted from './volume-types-are-restricted.js';
import workloadRollsOut from './workload-rolls-out.js';

export const podRules: readonly Rule[] = [
  addedCapabilitiesAreDefault,
  apparmorIsOn,
  capabilitiesAreDropped,
  configMapExists,
  disruptionBudgetAllowsEviction,
  disruptionBudgetProtects,
  disruptionBudgetSelectsAPod,
  groupIsNotRoot,
  hostNamespacesAreOff,
  hostPathIsAbsent,
  hostPortsAreAbsent,
  hostProcessIsOff,
  imageHasADigest,
  imageIsVersioned,
  livenessProbeIsPresent,
  mountsLeaveTheRoot,
  namespaceEnforcesAProfile,
  placementIsTheSchedulers,
  privilegeEscalationIsOff,
  privilegedModeIsOff,
  probePortExists,
  probesNoticeInTime,
  procMountIsDefault,
  readinessProbeIsPresent,
  replicasAreSpread,
  replicasHaveADisruptionBudget,
  requestsFitLimits,
  resourcesAreSet,
  rootFilesystemIsReadOnly,
  runsAsNonRoot,
  scratchSpaceIsBounded,
  seccompIsConfined,
  seccompProfileIsSet,
  selinuxOptionsAreSafe,
  serviceAccountExists,
  serviceAccountIsOwn,
  sysctlsAreSafe,
  tokenIsMountedOnlyForUse,
  userIsNotRoot,
  volumeTypesAreRestricted,
  workloadRollsOut,
];
