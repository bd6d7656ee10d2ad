# curl through Lakegate's route "{{route}}"; the key goes in on standard input, where ps does not show it
printf 'header = "Authorization: Bearer %s"\n' "$(cat "{{key_file}}")" |
  curl --config - --noproxy 127.0.0.1 --fail-with-body --silent --show-error \
    "http://127.0.0.1:{{port}}/api/2.0/preview/scim/v2/Me"
