import { describe, expect, it } from 'vitest';
import { readSettings } from '@gongshu/service-kit';
import { containerOf, environmentOf, kubectlInstalled, nameOf, ofKind, podOf, render, type Rendered } from './rendered.js';
import { schemaFaults, unknownFields } from './schema-check.js';
import { APPS, commandOf, namesOf, secretNamesOf, settingsOf, type App } from './settings-in-force.js';

const OVERLAYS = { province: APPS, city: APPS, 'county-tenant': ['gateway'] as const } satisfies Record<string, readonly App[]>;
const deploymentOf = (app: App): string => (app === 'gateway' ? 'gateway' : `${app}-service`);

const deployments = (objects: readonly Rendered[]): Rendered[] => ofKind(objects, 'Deployment');
const programs = (objects: readonly Rendered[]): Rendered[] => [...deployments(objects), ...ofKind(objects, 'Job')];
const matchLabels = ({ spec }: Rendered, key: 'selector' | 'podSelector' = 'selector'): unknown => (spec?.[key] as { matchLabels?: unknown } | undefined)?.matchLabels;

describe.skipIf(!kubectlInstalled)(kubectlInstalled ? 'the Kubernetes manifests' : 'the Kubernetes manifests (kubectl is not installed, so they are not rendered)', () => {
  const rendered = new Map(kubectlInstalled ? Object.keys(OVERLAYS).map((overlay) => [overlay, render(`overlays/${overlay}`)]) : []);
  const all = [...rendered.values()].flat();

  it('are valid by the schema of Kubernetes, which would find a wrong value', () => {
    const [deployment] = deployments(all);
    const wrong = { ...deployment, spec: { ...deployment?.spec, replicas: 'two' } } as unknown as Rendered;
    expect(schemaFaults([...all, wrong])).toEqual([expect.stringContaining('must be integer')]);
  });

  it('have no field that Kubernetes does not know, which would be found deep inside', () => {
    const [deployment] = deployments(all);
    const pod = podOf(deployment as Rendered);
    const misspelt = { ...deployment, spec: { ...deployment?.spec, template: { spec: { ...pod, containers: [{ ...pod.containers[0], livenesProbe: {} }] } } } } as unknown as Rendered;
    expect(unknownFields([...all, misspelt])).toEqual([expect.stringContaining("livenesProbe")]);
  });

  it('hold no Secret and give every secret by reference', () => {
    expect(ofKind(all, 'Secret')).toEqual([]);
    for (const [overlay, apps] of Object.entries(OVERLAYS)) {
      const objects = rendered.get(overlay) ?? [];
      for (const app of apps) {
        const deployment = deployments(objects).find(({ metadata }) => metadata.name === deploymentOf(app));
        const { env = [] } = containerOf(deployment as Rendered);
        const byReference = env.filter(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined).map(({ name }) => name);
        expect(byReference.sort(), `${overlay} ${app}`).toEqual(secretNamesOf(settingsOf(app)));
      }
    }
  });

  it('take every image by a version', () => {
    const images = [...programs(all).map(containerOf).map(({ image }) => image), ...ofKind(all, 'Cluster').map(({ spec }) => String(spec?.['imageName']))];
    for (const image of images) expect(image).toMatch(/:(?!latest$)[\w.-]+$/);
  });

  describe.each(Object.entries(OVERLAYS))('of a %s', (overlay, apps) => {
    const objects = rendered.get(overlay) ?? [];

    it('run the programs the level has, and no other', () => {
      expect(deployments(objects).map(({ metadata }) => metadata.name).sort()).toEqual(apps.map(deploymentOf).sort());
      for (const app of apps) {
        const deployment = deployments(objects).find(({ metadata }) => metadata.name === deploymentOf(app)) as Rendered;
        expect(containerOf(deployment).command).toEqual(commandOf(app));
      }
    });

    it.each(apps.map((app) => [app]))('give %s every setting it reads, none that it does not, and values it accepts', (app) => {
      const settings = settingsOf(app);
      const environment = environmentOf(objects, deployments(objects).find(({ metadata }) => metadata.name === deploymentOf(app)) as Rendered);
      expect([...environment.keys()].sort()).toEqual(namesOf(settings));
      const source = Object.fromEntries([...environment].map(([name, value]) => [name, value ?? 'by reference']));
      expect(() => readSettings(settings, source)).not.toThrow();
    });

    it('probe and measure every program on the port where it listens', () => {
      for (const deployment of deployments(objects)) {
        const container = containerOf(deployment);
        const ops = container.ports?.find(({ name }) => name === 'ops')?.containerPort;
        expect(environmentOf(objects, deployment).get('OPS_PORT'), nameOf(deployment)).toBe(String(ops));
        expect(environmentOf(objects, deployment).get('OPS_HOST')).toBe('0.0.0.0');
        expect(container['livenessProbe']).toMatchObject({ httpGet: { path: '/health/live', port: 'ops' } });
        expect(container['startupProbe']).toMatchObject({ httpGet: { path: '/health/live', port: 'ops' } });
        expect(container['readinessProbe']).toMatchObject({ httpGet: { path: '/health/ready', port: 'ops' } });
      }
    });

    it('confine every program', () => {
      for (const object of programs(objects)) {
        const pod = podOf(object);
        expect(pod, nameOf(object)).toMatchObject({
          automountServiceAccountToken: false,
          // Otherwise Kubernetes adds variables like GATEWAY_PORT for its Services.
          enableServiceLinks: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        });
        expect(containerOf(object)).toMatchObject({
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          resources: { requests: { cpu: expect.any(String), memory: expect.any(String) }, limits: { memory: expect.any(String) } },
        });
      }
    });

    it('keep every program available while a machine is drained', () => {
      const budgets = ofKind(objects, 'PodDisruptionBudget');
      for (const deployment of deployments(objects)) expect(budgets.map((budget) => matchLabels(budget)), nameOf(deployment)).toContainEqual(matchLabels(deployment));
    });

    it('let nobody in but by a policy, and no program out but by one', () => {
      const policies = ofKind(objects, 'NetworkPolicy').map(({ spec }) => spec);
      expect(policies).toContainEqual({ podSelector: {}, policyTypes: ['Ingress'] });
      const selected = ofKind(objects, 'NetworkPolicy').filter(({ spec }) => (spec?.['policyTypes'] as string[]).includes('Egress')).map((policy) => matchLabels(policy, 'podSelector'));
      expect(selected).toContainEqual({ 'app.kubernetes.io/part-of': 'gongshu' });
      for (const object of programs(objects)) {
        const labels = (object.spec?.template as unknown as { metadata: { labels: Record<string, string> } }).metadata.labels;
        expect(labels['app.kubernetes.io/part-of'], nameOf(object)).toBe('gongshu');
      }
    });
  });

  describe.each(['province', 'city'])('of a %s node', (overlay) => {
    const objects = rendered.get(overlay) ?? [];
    const services = APPS.filter((app) => app !== 'gateway');
    const policy = (name: string): Rendered => ofKind(objects, 'NetworkPolicy').find(({ metadata }) => metadata.name === name) as Rendered;

    it.each(services.map((service) => [service]))('migrate the database of %s in a job with its own address, and let no other service reach it', (service) => {
      const job = ofKind(objects, 'Job').find(({ metadata }) => metadata.name === `${service}-migration`) as Rendered;
      expect(containerOf(job)).toMatchObject({ command: commandOf(service), args: ['migrate'] });
      expect(containerOf(job).env).toEqual([{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: `${service}-db-app`, key: 'uri' } } }]);
      const source = Object.fromEntries([...environmentOf(objects, job)].map(([name, value]) => [name, value ?? 'by reference']));
      expect(() => readSettings(settingsOf('catalogue'), source)).not.toThrow();
      const cluster = ofKind(objects, 'Cluster').find(({ metadata }) => metadata.name === `${service}-db`);
      expect(cluster?.spec?.['inheritedMetadata']).toEqual({ labels: { 'gongshu/part': 'database', 'gongshu/service': service } });
      const [fromPods] = policy(`${service}-database`).spec?.['ingress'] as { from: unknown[] }[];
      expect(fromPods?.from).toEqual(['service', 'migration', 'database'].map((part) => ({ podSelector: { matchLabels: { 'gongshu/part': part, 'gongshu/service': service } } })));
    });

    it('run nothing before its migration: the service does not migrate by itself', () => {
      for (const service of services) {
        const deployment = deployments(objects).find(({ metadata }) => metadata.name === deploymentOf(service)) as Rendered;
        expect(environmentOf(objects, deployment).get('MIGRATE_ON_START')).toBe('false');
      }
    });

    it('let the gateway alone reach the data plane, at the address it is told', () => {
      const [rule] = policy('exchange-data-plane').spec?.['ingress'] as unknown[];
      expect(rule).toEqual({ from: [{ podSelector: { matchExpressions: [{ key: 'gongshu/part', operator: 'In', values: ['gateway'] }] } }], ports: [{ port: 8200 }] });
      const gateway = deployments(objects).find(({ metadata }) => metadata.name === 'gateway') as Rendered;
      const exchange = ofKind(objects, 'Service').find(({ metadata }) => metadata.name === 'exchange-service');
      expect(environmentOf(objects, gateway).get('EXCHANGE_URL')).toBe('http://exchange-service:8200');
      expect(exchange?.spec?.['ports']).toContainEqual({ name: 'data-plane', port: 8200, targetPort: 'data-plane' });
    });
  });

  it.each(['province', 'city'])('let the gateway of a %s alone reach the login, at the address it is told', (overlay) => {
    const objects = rendered.get(overlay) ?? [];
    const policy = ofKind(objects, 'NetworkPolicy').find(({ metadata }) => metadata.name === 'identity-login');
    expect(policy?.spec?.['ingress']).toEqual([{ from: [{ podSelector: { matchExpressions: [{ key: 'gongshu/part', operator: 'In', values: ['gateway'] }] } }], ports: [{ port: 8300 }] }]);
    const gateway = deployments(objects).find(({ metadata }) => metadata.name === 'gateway') as Rendered;
    expect(environmentOf(objects, gateway).get('LOGIN_URL')).toBe('http://identity-service:8300');
    expect(ofKind(objects, 'Service').find(({ metadata }) => metadata.name === 'identity-service')?.spec?.['ports']).toContainEqual({ name: 'login', port: 8300, targetPort: 'login' });
  });

  it('let a city reach its parent’s NATS and nothing else outside; a province has no parent', () => {
    const parents = (overlay: string): unknown[] => ofKind(rendered.get(overlay) ?? [], 'NetworkPolicy').filter(({ metadata }) => metadata.name === 'parent').map(({ spec }) => spec?.['egress']);
    expect(parents('city')).toEqual([[{ to: [{ ipBlock: { cidr: '192.0.2.10/32' } }], ports: [{ port: 4222 }] }]]);
    expect(parents('province')).toEqual([]);
  });

  it('make the tenant’s gateway an access gateway under its own account, with the parent’s node and without a public door', () => {
    const objects = rendered.get('county-tenant') ?? [];
    const environment = environmentOf(objects, deployments(objects)[0] as Rendered);
    expect(Object.fromEntries(environment)).toMatchObject({
      ACCESS_GATEWAY: 'true',
      EXCHANGE_URL: '',
      UPSTREAM_GATEWAY_URL: expect.stringMatching(/^https:/),
      NATS_USER: 'access-gateway-130123',
      NODE_CODE: '130100',
      GATEWAY_PUBLIC_PORT: '0',
    });
    expect(ofKind(objects, 'Service').map(({ metadata }) => metadata.name)).toEqual(['gateway']);
    expect(ofKind(objects, 'Cluster')).toEqual([]);
  });
});
