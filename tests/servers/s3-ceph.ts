import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ACCESS = { accessKeyId: 'easeltests', secretAccessKey: 'easel-tests-secret-key' };
export const REGION = 'us-east-1';

export type Ports = { monitor: number; monitorV1: number; http: number };

/** Runs one of Ceph's tools on the cluster in that folder and gives what it printed. */
export async function tool(folder: string, name: string, args: string[]): Promise<string> {
  const { stdout } = await run(name, ['-c', join(folder, 'ceph.conf'), ...args], {
    timeout: 120_000,
  });
  return stdout;
}

/** Creates the identity, the keys and the monitor's database of a cluster of one. */
export async function createCluster(folder: string, ports: Ports): Promise<void> {
  for (const name of ['mon', 'osd', 'run', 'log']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'fsid'), randomUUID());
  await writeAddresses(folder, ports);
  const keyring = join(folder, 'keyring');
  const addKey = (name: string, ...caps: string[]) =>
    run('ceph-authtool', [
      ...['--create-keyring', keyring].slice(name === 'mon.' ? 0 : 1),
      ...['--gen-key', '-n', name],
      ...caps.flatMap((cap) => ['--cap', ...cap.split('=')]),
    ]);
  await addKey('mon.', 'mon=allow *');
  await addKey('client.admin', 'mon=allow *', 'osd=allow *', 'mgr=allow *');
  await addKey('osd.0', 'mon=allow profile osd', 'osd=allow *', 'mgr=allow profile osd');
  const monmap = join(folder, 'monmap');
  await tool(folder, 'ceph-mon', ['--mkfs', '-i', 'a', '--monmap', monmap, '--keyring', keyring]);
}

/** Adds the one disk, a sparse file. The monitor must be running. */
export async function createDisk(folder: string): Promise<void> {
  const uuid = randomUUID();
  const { stdout: key } = await run('ceph-authtool', [
    join(folder, 'keyring'),
    '-n',
    'osd.0',
    '-p',
  ]);
  const secrets = join(folder, 'osd-secrets.json');
  await writeFile(secrets, JSON.stringify({ cephx_secret: key.trim() }));
  await tool(folder, 'ceph', ['--connect-timeout', '30', 'osd', 'new', uuid, '-i', secrets]);
  await tool(folder, 'ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', uuid]);
}

/** Creates the user whose keys the tests get. The disk must be running. */
export async function createUser(folder: string): Promise<void> {
  const keys = ['--access-key', ACCESS.accessKeyId, '--secret', ACCESS.secretAccessKey];
  const user = ['--uid=easel', '--display-name=easel', ...keys];
  await tool(folder, 'radosgw-admin', ['user', 'create', ...user]);
}

/** Writes ceph.conf and the monitor map for the ports of this run. */
export async function writeAddresses(folder: string, ports: Ports): Promise<void> {
  const fsid = await readFile(join(folder, 'fsid'), 'utf8');
  const monitor = `[v2:127.0.0.1:${ports.monitor},v1:127.0.0.1:${ports.monitorV1}]`;
  await writeFile(join(folder, 'ceph.conf'), configuration(folder, fsid, monitor, ports.http));
  await run('monmaptool', [
    ...['--create', '--clobber', '--fsid', fsid, '--addv', 'a', monitor],
    join(folder, 'monmap'),
  ]);
}

/** Tells a copied cluster's monitor the ports of this run. */
export async function moveMonitor(folder: string): Promise<void> {
  await tool(folder, 'ceph-mon', ['-i', 'a', '--inject-monmap', join(folder, 'monmap')]);
}

function configuration(folder: string, fsid: string, monitor: string, http: number): string {
  return `[global]
fsid = ${fsid}
mon_host = ${monitor}
mon_initial_members = a
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
auth_allow_insecure_global_id_reclaim = false
keyring = ${folder}/keyring
run_dir = ${folder}/run
# Paths of sockets may have a hundred characters only, and nobody asks here.
admin_socket =
pid_file = ${folder}/run/$name.pid
log_file = ${folder}/log/$name.log
mon_cluster_log_file = ${folder}/log/cluster.log
mon_data = ${folder}/mon
mon_data_avail_crit = 1
mon_data_avail_warn = 2
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
# One node has nobody to wait for before it agrees with itself.
paxos_propose_interval = 0.02
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_data = ${folder}/osd
osd_objectstore = bluestore
osd_memory_target = 939524096
bluestore_block_size = 2147483648
bluestore_block_create = true
bluestore_fsck_on_mount = false
[client.admin]
rgw_frontends = beast endpoint=127.0.0.1:${http} tcp_nodelay=1
rgw_thread_pool_size = 32
rgw_override_bucket_index_max_shards = 1
rgw_dynamic_resharding = false
rgw_run_sync_thread = false
rgw_enable_usage_log = false
rgw_crypt_require_ssl = false
`;
}
