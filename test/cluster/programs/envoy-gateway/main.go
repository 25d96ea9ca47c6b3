// Prints what the controller of Envoy Gateway, in GatewayNamespace mode, makes of the manifests on its standard input: the objects of each
// Gateway, the addresses that its routes lead to, and what it has to say against any of it. It asks no API server.
//
//	for file in dist/titan/primary/*/*.yaml; do echo ---; cat "$file"; done | envoy-gateway
//
// The module's path lies below that of Envoy Gateway, whose own packages no other may import.
package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	gwapiv1 "sigs.k8s.io/gateway-api/apis/v1"
	"sigs.k8s.io/yaml"

	egv1a1 "github.com/envoyproxy/gateway/api/v1alpha1"
	"github.com/envoyproxy/gateway/internal/gatewayapi"
	"github.com/envoyproxy/gateway/internal/gatewayapi/resource"
	"github.com/envoyproxy/gateway/internal/infrastructure/kubernetes/proxy"
	"github.com/envoyproxy/gateway/internal/ir"
	"github.com/envoyproxy/gateway/internal/logging"
)

const (
	controllerNamespace = "envoy-gateway-system"
	clusterDomain       = "cluster.local"
)

// Made is what the controller makes of one Gateway, and of the routes through it.
type Made struct {
	Gateway string `json:"gateway"`
	// Objects are in the order in which the controller creates them.
	Objects []any `json:"objects"`
	// Destinations are address and port, by the name of a route's rule.
	Destinations map[string][]string `json:"destinations"`
}

// Answer is all that the controller makes and says.
type Answer struct {
	Made []Made `json:"made"`
	// Services are the addresses that Services were given here, by namespace and name.
	Services map[string]string `json:"services"`
	// Refused are the conditions that are not met.
	Refused []string `json:"refused"`
}

// infra stands for what the controller knows of the cluster.
type infra struct{ gateway *egv1a1.EnvoyGateway }

func (i infra) GetControllerNamespace() string             { return controllerNamespace }
func (i infra) GetDNSDomain() string                       { return clusterDomain }
func (i infra) GetEnvoyGateway() *egv1a1.EnvoyGateway      { return i.gateway }
func (i infra) GetResourceNamespace(made *ir.Infra) string { return made.Proxy.Namespace }
func (i infra) GetOwnerReferenceUID(context.Context, *ir.Infra) (map[string]types.UID, error) {
	return map[string]types.UID{resource.KindGateway: "00000000-0000-0000-0000-000000000000"}, nil
}

// inGatewayNamespace is the controller's configuration, all else being its defaults.
func inGatewayNamespace() *egv1a1.EnvoyGateway {
	mode := egv1a1.KubernetesDeployModeType(egv1a1.KubernetesDeployModeTypeGatewayNamespace)
	gateway := egv1a1.DefaultEnvoyGateway()
	gateway.Provider.Kubernetes = &egv1a1.EnvoyGatewayKubernetesProvider{Deploy: &egv1a1.KubernetesDeployMode{Type: &mode}}
	gateway.SetEnvoyGatewayDefaults()
	return gateway
}

// understood keeps the documents that the controller reads: others are of kinds that it does not know.
func understood(input []byte) ([]byte, error) {
	kinds := map[string]bool{
		"v1/Namespace": true, "v1/Service": true,
		"gateway.networking.k8s.io/v1/GatewayClass": true,
		"gateway.networking.k8s.io/v1/Gateway":      true,
		"gateway.networking.k8s.io/v1/HTTPRoute":    true,
		"gateway.envoyproxy.io/v1alpha1/EnvoyProxy": true,
	}
	var kept [][]byte
	for _, document := range bytes.Split(append([]byte("\n"), input...), []byte("\n---\n")) {
		var head metav1.TypeMeta
		if err := yaml.Unmarshal(document, &head); err != nil {
			return nil, err
		}
		if kinds[head.APIVersion+"/"+head.Kind] {
			kept = append(kept, document)
		}
	}
	return bytes.Join(kept, []byte("\n---\n")), nil
}

// complete adds what other programs of a cluster do: an API server's label and addresses, the controller's own certificates, and those of hosts.
func complete(resources *resource.Resources) (map[string]string, error) {
	for _, namespace := range resources.Namespaces {
		namespace.Labels = map[string]string{"kubernetes.io/metadata.name": namespace.Name}
	}
	addresses := map[string]string{}
	for index, service := range resources.Services {
		if service.Spec.ClusterIP == "" {
			service.Spec.ClusterIP = fmt.Sprintf("10.43.%d.%d", 1+index/250, 1+index%250)
			addresses[service.Namespace+"/"+service.Name] = service.Spec.ClusterIP
		}
	}
	secrets := []types.NamespacedName{{Namespace: controllerNamespace, Name: "envoy"}}
	for _, gateway := range resources.Gateways {
		for _, listener := range gateway.Spec.Listeners {
			if listener.TLS == nil {
				continue
			}
			for _, reference := range listener.TLS.CertificateRefs {
				secrets = append(secrets, types.NamespacedName{Namespace: gateway.Namespace, Name: string(reference.Name)})
			}
		}
	}
	for _, name := range secrets {
		data, err := certificate()
		if err != nil {
			return nil, err
		}
		resources.Secrets = append(resources.Secrets, &corev1.Secret{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
			ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name},
			Type:       corev1.SecretTypeTLS,
			Data:       data,
		})
	}
	return addresses, nil
}

// certificate is one for any host, which lives no longer than the program.
func certificate() (map[string][]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "host"},
		DNSNames:     []string{"*"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return map[string][]byte{
		"ca.crt":  public,
		"tls.crt": public,
		"tls.key": pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private}),
	}, nil
}

func answer(input []byte) (*Answer, error) {
	documents, err := understood(input)
	if err != nil {
		return nil, err
	}
	resources, err := resource.LoadResourcesFromYAMLBytes(documents, false, nil)
	if err != nil {
		return nil, err
	}
	if resources.GatewayClass == nil {
		return nil, fmt.Errorf("there is no GatewayClass among the manifests")
	}
	// Read from files, parameters are taken for those of the class; these are a Gateway's own.
	if own := resources.EnvoyProxyForGatewayClass; own != nil {
		resources.EnvoyProxiesForGateways = append(resources.EnvoyProxiesForGateways, own)
		resources.EnvoyProxyForGatewayClass = nil
	}
	services, err := complete(resources)
	if err != nil {
		return nil, err
	}
	gateway := inGatewayNamespace()
	translator := &gatewayapi.Translator{
		GatewayControllerName: string(resources.GatewayClass.Spec.ControllerName),
		GatewayClassName:      gwapiv1.ObjectName(resources.GatewayClass.Name),
		GatewayNamespaceMode:  gateway.GatewayNamespaceMode(),
		ControllerNamespace:   controllerNamespace,
		Logger:                logging.DefaultLogger(io.Discard, egv1a1.LogLevelInfo),
	}
	result, err := translator.Translate(resources)
	if err != nil {
		return nil, err
	}
	out := &Answer{Services: services, Refused: refusals(result)}
	for key, made := range result.InfraIR {
		objects, err := objectsOf(made, infra{gateway})
		if err != nil {
			return nil, err
		}
		out.Made = append(out.Made, Made{Gateway: key, Objects: objects, Destinations: destinationsOf(result.XdsIR[key])})
	}
	return out, nil
}

func objectsOf(made *ir.Infra, known infra) ([]any, error) {
	render, err := proxy.NewResourceRender(context.Background(), known, made)
	if err != nil {
		return nil, err
	}
	account, err := render.ServiceAccount()
	if err != nil {
		return nil, err
	}
	deployment, err := render.Deployment()
	if err != nil {
		return nil, err
	}
	budget, err := render.PodDisruptionBudget()
	if err != nil {
		return nil, err
	}
	service, err := render.Service()
	if err != nil {
		return nil, err
	}
	return []any{account, deployment, budget, service}, nil
}

func destinationsOf(xds *ir.Xds) map[string][]string {
	destinations := map[string][]string{}
	for _, listener := range xds.HTTP {
		for _, route := range listener.Routes {
			if route.Destination == nil {
				continue
			}
			for _, setting := range route.Destination.Settings {
				for _, endpoint := range setting.Endpoints {
					destinations[route.Name] = append(destinations[route.Name], fmt.Sprintf("%s:%d", endpoint.Host, endpoint.Port))
				}
			}
		}
	}
	return destinations
}

func refusals(result *gatewayapi.TranslateResult) []string {
	refused := []string{}
	unmet := func(subject string, conditions []metav1.Condition) {
		for _, condition := range conditions {
			if condition.Status != metav1.ConditionTrue {
				refused = append(refused, fmt.Sprintf("%s: %s is %s: %s", subject, condition.Type, condition.Status, condition.Message))
			}
		}
	}
	for _, gateway := range result.Gateways {
		unmet("Gateway "+gateway.Name, gateway.Status.Conditions)
		for _, listener := range gateway.Status.Listeners {
			unmet("Listener "+string(listener.Name), listener.Conditions)
		}
	}
	for _, route := range result.HTTPRoutes {
		for _, parent := range route.Status.Parents {
			unmet("HTTPRoute "+route.Name, parent.Conditions)
		}
	}
	return refused
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	out, err := answer(input)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
