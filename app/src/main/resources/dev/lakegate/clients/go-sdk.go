// Databricks SDK for Go through Lakegate's route "{{route}}": go get github.com/databricks/databricks-sdk-go
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/databricks/databricks-sdk-go"
)

func main() {
	// read when this runs: no key stands here
	localKey, err := os.ReadFile("{{key_file}}")
	if err != nil {
		log.Fatal(err)
	}
	workspace, err := databricks.NewWorkspaceClient(&databricks.Config{
		Host:     "http://127.0.0.1:{{port}}",
		AuthType: "pat",
		Token:    strings.TrimSpace(string(localKey)),
	})
	if err != nil {
		log.Fatal(err)
	}
	me, err := workspace.CurrentUser.Me(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.UserName)
}
