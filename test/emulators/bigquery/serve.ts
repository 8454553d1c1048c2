import { startLoopbackBigquery } from './loopback-bigquery.ts';

/** Serves the loopback BigQuery to the containers of `compose.yaml`, at port 9050. Its tables are in memory. The containers have no packages for development. */
const { endpoint } = await startLoopbackBigquery({ host: '0.0.0.0', port: 9050, partitionFilters: 'unchecked' });
process.stdout.write(`BigQuery is emulated at ${endpoint.replace('127.0.0.1', '0.0.0.0')}\n`);
