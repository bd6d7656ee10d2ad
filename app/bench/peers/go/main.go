// What a careful engineer writes with httputil.ReverseProxy in an afternoon: pooled buffers and connections, the fields set.
package main

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"log"
	"net/http"
	"net/http/httputil"
	"os"
	"sync"
	"time"
)

// ReverseProxy takes fields of one hop away after its Director, and Proxy-Authorization is such a one.
type withTokens struct {
	next                http.RoundTripper
	identity, workspace string
}

func (t withTokens) RoundTrip(request *http.Request) (*http.Response, error) {
	request.Header.Set("Authorization", t.workspace)
	request.Header.Set("Proxy-Authorization", t.identity)
	return t.next.RoundTrip(request)
}

type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte       { return b.pool.Get().([]byte) }
func (b *buffers) Put(buffer []byte) { b.pool.Put(buffer) }

func main() {
	authority, err := os.ReadFile(os.Getenv("CA"))
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	proxy := &httputil.ReverseProxy{
		Director: func(request *http.Request) {
			request.URL.Scheme = "https"
			request.URL.Host = "127.0.0.1:" + os.Getenv("UPSTREAM_PORT")
			request.Host = "prod.lakegate.test"
			request.Header["X-Forwarded-For"] = nil
			id := make([]byte, 16)
			rand.Read(id)
			request.Header.Set("X-Request-Id", hex.EncodeToString(id))
		},
		Transport: withTokens{
			identity:  "Bearer " + os.Getenv("IDENTITY_TOKEN"),
			workspace: "Bearer " + os.Getenv("WORKSPACE_TOKEN"),
			next: &http.Transport{
				TLSClientConfig:     &tls.Config{RootCAs: roots, ServerName: "prod.lakegate.test", MinVersion: tls.VersionTLS13},
				MaxIdleConns:        512,
				MaxIdleConnsPerHost: 512,
				IdleConnTimeout:     5 * time.Minute,
				DisableCompression:  true,
			},
		},
		BufferPool:    &buffers{sync.Pool{New: func() any { return make([]byte, 32*1024) }}},
		FlushInterval: -1,
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), proxy))
}
