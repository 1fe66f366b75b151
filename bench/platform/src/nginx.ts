import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@gongshu/local-servers';
import { startedPart, type Part } from './part.js';

/** One worker, no access log, connections kept as long as the load wants them. */
function configuration(folder: string, server: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`).join(' ');
  return `daemon off; worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log stderr crit;
events { worker_connections 4096; }
http { access_log off; sendfile on; keepalive_requests 1000000000; types { application/json json; } ${temporary}
${server}
}
`;
}

async function startNginx(folder: string, port: number, server: string): Promise<Part> {
  await mkdir(folder);
  // Root's worker runs under another account.
  await chmod(folder, 0o755);
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, server));
  return startedPart(spawn('nginx', ['-p', folder, '-c', file], { stdio: ['ignore', 'inherit', 'inherit'] }), port, 'SIGQUIT');
}

/** Serves one static file as `/rows.json`. */
export async function nginxUpstream(folder: string, body: string): Promise<Part> {
  const port = await freePort();
  const files = `${folder}-files`;
  await mkdir(files);
  await chmod(files, 0o755);
  await writeFile(join(files, 'rows.json'), body);
  return startNginx(folder, port, `server { listen 127.0.0.1:${String(port)}; root ${files}; }`);
}

/** `proxy_pass` with connections kept on both sides. */
export async function nginxProxy(folder: string, upstream: number): Promise<Part> {
  const port = await freePort();
  return startNginx(
    folder,
    port,
    `upstream source { server 127.0.0.1:${String(upstream)}; keepalive 512; keepalive_requests 1000000000; }
server { listen 127.0.0.1:${String(port)}; location / { proxy_pass http://source; proxy_http_version 1.1; proxy_set_header Connection ""; } }`,
  );
}
