// Reads durations and quantities as Go and Kubernetes read them: JSON on standard input, JSON on standard output.
package main

import (
	"encoding/json"
	"os"
	"time"

	"gopkg.in/inf.v0"
	"k8s.io/apimachinery/pkg/api/resource"
)

type question struct {
	Durations   []string `json:"durations"`
	Nanoseconds []int64  `json:"nanoseconds"`
	Quantities  []string `json:"quantities"`
}

type quantity struct {
	// Billionths, as text: they do not fit into a number of JavaScript.
	Nano string `json:"nano"`
	// What the API server stores, and leaves as it is when it reads it again.
	Canonical string `json:"canonical"`
}

// What is null could not be read.
type answer struct {
	// Nanoseconds, as text.
	Durations  []*string   `json:"durations"`
	Texts      []string    `json:"texts"`
	Quantities []*quantity `json:"quantities"`
}

func main() {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	told := answer{Durations: []*string{}, Texts: []string{}, Quantities: []*quantity{}}
	for _, text := range asked.Durations {
		told.Durations = append(told.Durations, readDuration(text))
	}
	for _, length := range asked.Nanoseconds {
		told.Texts = append(told.Texts, time.Duration(length).String())
	}
	for _, text := range asked.Quantities {
		told.Quantities = append(told.Quantities, readQuantity(text))
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		panic(err)
	}
}

func readDuration(text string) *string {
	length, err := time.ParseDuration(text)
	if err != nil {
		return nil
	}
	nanoseconds := inf.NewDec(int64(length), 0).String()
	return &nanoseconds
}

func readQuantity(text string) *quantity {
	read, err := resource.ParseQuantity(text)
	if err != nil {
		return nil
	}
	// 6781.25Ki becomes 6944000, and that 6944k.
	canonical := stored(resource.MustParse(stored(read)))
	nano := new(inf.Dec).Round(read.AsDec(), 9, inf.RoundUp)
	return &quantity{Nano: nano.UnscaledBig().String(), Canonical: canonical}
}

// What the server stores is what it marshals.
func stored(read resource.Quantity) string {
	marshalled, err := json.Marshal(read)
	if err != nil {
		panic(err)
	}
	var text string
	if err := json.Unmarshal(marshalled, &text); err != nil {
		panic(err)
	}
	return text
}
