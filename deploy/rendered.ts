import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

export interface EnvironmentEntry {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean } };
}
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvironmentEntry[];
  readonly envFrom?: readonly { readonly configMapRef?: { readonly name: string } }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly [probeOrOther: string]: unknown;
}
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly [other: string]: unknown;
}
/** One object as `kubectl kustomize` prints it. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>> & { readonly template?: { readonly spec: PodSpec } };
}

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** kustomize is built into kubectl and needs no cluster. */
export const kubectlInstalled = spawnSync('kubectl', ['version', '--client']).status === 0;

export function render(folder: string): Rendered[] {
  const text = execFileSync('kubectl', ['kustomize', `deploy/kubernetes/${folder}`], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return parseAllDocuments(text).map((document) => document.toJS() as Rendered);
}

export const ofKind = (objects: readonly Rendered[], kind: string): Rendered[] => objects.filter((object) => object.kind === kind);
export const nameOf = ({ kind, metadata }: Rendered): string => `${kind}/${metadata.name}`;

export function podOf(object: Rendered): PodSpec {
  if (object.spec?.template === undefined) throw new Error(`${nameOf(object)} has no pods`);
  return object.spec.template.spec;
}

export function containerOf(object: Rendered): Container {
  const [container, ...others] = podOf(object).containers;
  if (container === undefined || others.length > 0) throw new Error(`${nameOf(object)} has not exactly one container`);
  return container;
}

/** The environment a container will have; a secret's value is undefined. */
export function environmentOf(objects: readonly Rendered[], object: Rendered): Map<string, string | undefined> {
  const { envFrom = [], env = [] } = containerOf(object);
  const environment = new Map<string, string | undefined>();
  for (const { configMapRef } of envFrom) {
    const source = ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name === configMapRef?.name);
    if (source === undefined) throw new Error(`${nameOf(object)} names the unknown ConfigMap ${String(configMapRef?.name)}`);
    for (const [name, value] of Object.entries(source.data ?? {})) environment.set(name, value);
  }
  for (const { name, value, valueFrom } of env) environment.set(name, valueFrom === undefined ? (value ?? '') : undefined);
  return environment;
}
