// Databricks SQL Driver for Node.js through Lakegate's route "{{route}}": npm install @databricks/sql@^2.1 (earlier ones check no certificate)
// It speaks https alone. Start Node so that it trusts the route's TLS port, and nothing else more than before:
//   NODE_EXTRA_CA_CERTS="{{ca_file}}" node FILE
// Put the id of your SQL warehouse in.
import { readFileSync } from 'node:fs';
import { DBSQLClient } from '@databricks/sql';

const client = new DBSQLClient();
await client.connect({
  host: 'localhost',
  port: {{tls_port}},
  path: '/sql/1.0/warehouses/WAREHOUSE_ID',
  token: readFileSync("{{key_file}}", 'utf8').trim(), // read when this runs: no key stands here
});
const session = await client.openSession();
const operation = await session.executeStatement('SELECT current_user()');
console.log(await operation.fetchAll());
await operation.close();
await session.close();
await client.close();
